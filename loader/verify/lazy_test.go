package verify_test

import (
	"slices"
	"testing"

	. "gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/loader/classfile/build"
	"gojvm/loader/verify"
)

// asking records which classes verification loads. All are interfaces whose name starts with I.
type asking struct {
	dream
	names []string
}

func (a *asking) IsInterface(name string) (bool, error) {
	a.names = append(a.names, name)
	return a.dream.IsInterface(name)
}

func (a *asking) IsSubclass(sub, super string) (bool, error) {
	a.names = append(a.names, sub)
	return true, nil
}

// TestLoadsOnlyWhatItMust checks that classes are loaded for assignments alone which the
// names do not decide: loading runs code of the program.
func TestLoadsOnlyWhatItMust(t *testing.T) {
	for _, c := range []struct {
		desc string
		want []string
	}{
		{"(LA;)LA;", nil},
		{"(LA;)Ljava/lang/Object;", nil},
		{"([LA;)Ljava/lang/Object;", nil},
		{"([LA;)[Ljava/lang/Object;", nil},
		{"(LA;)LI;", []string{"I"}},
		{"(LA;)LB;", []string{"B", "A"}},
		{"([LA;)[LB;", []string{"B", "A"}},
	} {
		b := build.New("T", 61)
		b.Method(classfile.AccStatic, "m", c.desc, 1, 1).Op(Aload0, Areturn)
		// The same question twice is asked once.
		b.Method(classfile.AccStatic, "n", c.desc, 1, 1).Op(Aload0, Areturn)
		f, err := classfile.Parse(b.Bytes(), classfile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		a := &asking{}
		if err := verify.Class(f, a); err != nil {
			t.Errorf("%s: %v", c.desc, err)
		}
		if !slices.Equal(a.names, c.want) {
			t.Errorf("%s loads %v, want %v", c.desc, a.names, c.want)
		}
	}
}
