// Package kernels has the Java programs that VMs are measured by, and their list.
package kernels

import (
	"embed"
	"io/fs"
)

//go:embed kernels.set src
var files embed.FS

// Set returns the list: lines with the name of a class and its units of work.
func Set() []byte {
	text, err := files.ReadFile("kernels.set")
	if err != nil {
		panic(err) // it is embedded
	}
	return text
}

// Sources returns the Java sources, with the packages as folders.
func Sources() fs.FS {
	sub, err := fs.Sub(files, "src")
	if err != nil {
		panic(err)
	}
	return sub
}
