//go:build !(linux && amd64)

package main

import (
	"errors"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

func execute(*codegen.Target, []*codegen.Code, *ssa.Func, []string) error {
	return errors.New("-run is built for linux/amd64 only")
}
