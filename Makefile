# make test   everything that must hold, installing what it needs first
# make check  formatting, vet for all hosts, import graph, no stray files
# make apps   all of test/apps at full size (an hour), installing the applications first
# make fuzz   each fuzzer for FUZZTIME (default 20s), random functions and Java programs, litmus tests: other ones each time
# make bench  the tables of README.md, interleaved with java
# make golden rewrite the expected results of golden tests

GO       ?= go
FUZZTIME ?= 20s
export CGO_ENABLED = 0

.PHONY: all gojvm setup test short check apps fuzz bench golden clean

all: gojvm

gojvm:
	$(GO) build -o bin/gojvm ./cmd/gojvm

setup:
	./test/setup.sh

test: setup gojvm
	$(GO) test -timeout 20m ./...
	GOARCH=386 $(GO) test -timeout 20m -short ./...
	$(MAKE) check

short:
	$(GO) test -short ./...

check:
	./test/check.sh

apps: setup
	./test/apps/setup.sh
	$(GO) test -timeout 90m -v ./test/apps -full

fuzz:
	./test/fuzz.sh $(FUZZTIME)

bench: gojvm
	./test/bench/run.sh

golden:
	$(GO) test ./... -update

clean:
	rm -rf bin test/.cache
