package verify_test

import (
	"testing"

	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/loader/classfile/build"
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

// FuzzStackMapTable checks that no StackMapTable breaks the verifier: methods of
// arbitrary code and frames.
func FuzzStackMapTable(f *testing.F) {
	f.Add([]byte{byte(bytecode.Iload0), byte(bytecode.Ifeq), 0, 4, byte(bytecode.Nop), byte(bytecode.Return)}, byte(1), []byte{5})
	f.Add([]byte{byte(bytecode.Nop), byte(bytecode.Return)}, byte(1), []byte{255, 0, 1, 0, 1, 1, 0, 1, 7, 0, 1})
	f.Add([]byte{byte(bytecode.Nop), byte(bytecode.Return)}, byte(2), []byte{250, 0, 0, 253, 0, 0, 1, 8, 0, 0})
	f.Fuzz(func(t *testing.T, code []byte, frames byte, table []byte) {
		if len(code) == 0 || len(code) > 200 {
			return
		}
		c := build.New("T", 61)
		c.Class("java/lang/String")
		m := c.Method(classfile.AccStatic, "m", "(IJLjava/lang/String;[I)V", 4, 8)
		for _, op := range code {
			m.Op(bytecode.Op(op))
		}
		m.Handler(0, 1, uint16(len(code)-1), 0).StackMap(uint16(frames), table...)
		file, err := classfile.Parse(c.Bytes(), classfile.Options{})
		if err != nil {
			return
		}
		err = verify.Class(file, dream{})
		if _, ok := err.(classfile.Error); err != nil && !ok {
			t.Fatalf("%T: %v", err, err)
		}
	})
}
