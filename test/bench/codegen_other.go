//go:build !amd64

package main

import "fmt"

// codegenTable needs a back end for the machine it runs on.
func (s *suite) codegenTable() { fmt.Println("\nKernels as machine code: measured on amd64 only") }
