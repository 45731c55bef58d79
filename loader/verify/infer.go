package verify

import "gojvm/loader/classfile"

func infer(f *classfile.File, h Hierarchy) error { return nil }
