package verify_test

import (
	"testing"

	"gojvm/loader/classfile"
	"gojvm/loader/verify"
)

// dream is a Hierarchy in which every class exists, below Object.
type dream struct{}

func (dream) IsInterface(name string) (bool, error) { return name != "" && name[0] == 'I', nil }

func (dream) IsSubclass(sub, super string) (bool, error) {
	return sub == super || super == "java/lang/Object" || len(sub) > len(super), nil
}

func (dream) Superclass(name string) (string, error) {
	if name == "java/lang/Object" {
		return "", nil
	}
	return "java/lang/Object", nil
}

func (dream) InSupers(name string) bool { return name == "java/lang/Object" }

func (dream) IsProtected(name, member, desc string, method bool) (bool, error) {
	return member == "clone", nil
}

// FuzzVerify checks that no class file breaks either verifier.
func FuzzVerify(f *testing.F) {
	names, files := badClasses()
	for _, name := range names {
		f.Add(files[name])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := classfile.Parse(data, classfile.Options{})
		if err != nil {
			return
		}
		for _, err := range []error{verify.Class(file, dream{}), verify.Infer(file, dream{})} {
			if _, ok := err.(classfile.Error); err != nil && !ok {
				t.Fatalf("%T: %v", err, err)
			}
		}
	})
}
