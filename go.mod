module gojvm

go 1.26
