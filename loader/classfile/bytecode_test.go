package classfile_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	. "gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/loader/internal/jdktest"
)

// Package bytecode is tested here where that takes class files: it imports nothing,
// tests included.

// effect returns the words that in pops and pushes, what depends on constants included.
func effect(cp *classfile.ConstPool, in *Inst) (pops, pushes int) {
	pops, pushes = in.Op.PopWords(), in.Op.PushWords()
	switch in.Op {
	case Getstatic, Getfield:
		pushes += classfile.TypeWords(cp.Ref(in.Index).Desc)
	case Putstatic, Putfield:
		pops += classfile.TypeWords(cp.Ref(in.Index).Desc)
		if in.Op == Putfield {
			pops++
		}
	case Invokevirtual, Invokespecial, Invokestatic, Invokeinterface, Invokedynamic:
		desc := cp.Ref(in.Index).Desc
		if in.Op == Invokedynamic {
			_, _, desc = cp.Dynamic(in.Index)
		}
		_, words := classfile.NumParams(desc)
		pops += words
		pushes += classfile.TypeWords(classfile.ReturnType(desc))
		if in.Op != Invokestatic && in.Op != Invokedynamic {
			pops++
		}
	case Multianewarray:
		pops += in.Dims()
	}
	return pops, pushes
}

// maxDepth computes the greatest stack depth of a method from the rows of the table.
func maxDepth(t *testing.T, cp *classfile.ConstPool, c *classfile.Code) int {
	depth := make([]int, len(c.Bytes))
	for i := range depth {
		depth[i] = -1
	}
	deepest := 0
	var work []int
	enter := func(pc, d int) {
		if depth[pc] < 0 {
			depth[pc] = d
			work = append(work, pc)
		} else if depth[pc] != d {
			t.Fatalf("depth %d and %d at %d", depth[pc], d, pc)
		}
	}
	enter(0, 0)
	for i := range c.Handlers.Len() {
		enter(c.Handlers.At(i).Handler, 1)
		deepest = 1
	}
	var in Inst
	for len(work) > 0 {
		pc := work[len(work)-1]
		work = work[:len(work)-1]
		if err := Decode(c.Bytes, pc, &in); err != nil {
			t.Fatal(err)
		}
		pops, pushes := effect(cp, &in)
		d := depth[pc] - pops
		if d < 0 {
			t.Fatalf("%s at %d pops below the stack", in.Op, pc)
		}
		d += pushes
		deepest = max(deepest, d)
		for _, to := range Successors(&in, nil) {
			enter(to, d)
		}
	}
	return deepest
}

// TestMaxStack compares the depth computed from the opcode table with what javac wrote.
func TestMaxStack(t *testing.T) {
	methods := 0
	for name, data := range jdktest.Classes(t, "java.base") {
		if name == "module-info" {
			continue
		}
		f, err := classfile.Parse(data, classfile.Options{Trusted: true})
		if err != nil {
			t.Fatal(err)
		}
		for i := range f.Methods {
			m := &f.Methods[i]
			if m.Code == nil {
				continue
			}
			methods++
			if d := maxDepth(t, &f.CP, m.Code); d != int(m.Code.MaxStack) {
				t.Errorf("%s.%s%s: depth %d, max_stack %d", name, m.Name, m.Desc, d, m.Code.MaxStack)
			}
		}
	}
	if methods < 50000 {
		t.Errorf("only %d methods", methods)
	}
}

// TestJavap compares the disassembler with javap, on a class with every kind of operand.
func TestJavap(t *testing.T) {
	javap, err := exec.LookPath("javap")
	if err != nil {
		t.Skip("no javap")
	}
	classes := jdktest.Classes(t, "java.base")
	for _, name := range []string{"java/lang/Character", "java/util/HashMap", "java/math/BigInteger"} {
		data := classes[name]
		file := filepath.Join(t.TempDir(), "X.class")
		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(javap, "-c", "-p", file).Output()
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, line := range strings.Split(string(out), "\n") {
			want[normal(line)]++
		}
		f, err := classfile.Parse(data, classfile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range f.Methods {
			if c := f.Methods[i].Code; c != nil {
				var b strings.Builder
				if err := Disassemble(&b, c.Bytes, nil); err != nil {
					t.Fatal(err)
				}
				for _, line := range strings.Split(b.String(), "\n") {
					if want[normal(line)] == 0 {
						t.Errorf("%s.%s: javap has no line %q", name, f.Methods[i].Name, line)
					}
				}
			}
		}
	}
}

// normal removes javap's comments and what depends on the width of a column.
func normal(line string) string {
	line, _, _ = strings.Cut(line, "//")
	return strings.TrimRight(line, " ")
}
