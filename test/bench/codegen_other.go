//go:build !(linux && (amd64 || 386))

package main

import "fmt"

// codegenTable needs a back end for the machine it runs on.
func (s *suite) codegenTable() {
	fmt.Println("\nKernels as machine code: measured on amd64 and 386 only")
}
