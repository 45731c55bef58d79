package jit

import (
	"strings"
	"testing"

	"gojvm/vm"
)

// TestCommands compares what commands print with what java 17 prints.
func TestCommands(t *testing.T) {
	for line, want := range map[string]string{
		"exclude,H":                           "!Could not parse method pattern",
		"exclude,H.*":                         "exclude H.* bool exclude = true",
		"exclude,*":                           "!Could not parse method pattern",
		"exclude,java/lang/String.indexOf":    "exclude java/lang/String.indexOf bool exclude = true",
		"exclude,java.lang.String::indexOf":   "exclude java/lang/String.indexOf bool exclude = true",
		"exclude,java.lang.String.indexOf":    "!Method pattern uses multiple '.' in pattern",
		"exclude,java.lang/String.indexOf":    "!Method pattern uses mixed '/' and '.' package separators",
		"exclude,java/lang/String::indexOf":   "!Method pattern uses '/' together with '::'",
		"exclude java/lang/String indexOf":    "exclude java/lang/String.indexOf bool exclude = true",
		"exclude,H::f(I)I":                    "exclude H.f(I)I bool exclude = true",
		"exclude,H.f(I)I":                     "exclude H.f(I)I bool exclude = true",
		"exclude,H.f (I)I":                    "exclude H.f(I)I bool exclude = true",
		"exclude,*::f*":                       "exclude *.f* bool exclude = true",
		"exclude,*H::*f":                      "exclude *H.*f bool exclude = true",
		"exclude,H::a*b":                      "! Embedded * not allowed",
		"exclude,H::f::g":                     "!Method pattern only allows one '::' allowed",
		"exclude,H::f,false":                  "exclude H.f bool exclude = false",
		"exclude,H::f,maybe":                  "!Value cannot be read for option 'exclude' of type 'bool'",
		"RepeatCompilation,H::f":              "!  Option 'RepeatCompilation' is not followed by a value",
		"RepeatCompilation,H::f,3":            "RepeatCompilation H.f intx RepeatCompilation = 3",
		"option,H::f,PrintInlining":           "PrintInlining H.f bool PrintInlining = true",
		"option,H::f,bool,PrintInlining,true": "PrintInlining H.f bool PrintInlining = true",
		"option,H::f,Bogus":                   "!Unrecognized option 'Bogus'",
		"exclude":                             "!Method pattern missing from command",
		"exclude,H::":                         "!Could not parse method pattern",
		"exclude,H::<init>":                   "exclude H.<init> bool exclude = true",
		"CompileThresholdScaling,*.*,0.5":     "CompileThresholdScaling *.* double CompileThresholdScaling = 0.500000",
		"unknown":                             "!Unrecognized option 'unknown'",
	} {
		var out strings.Builder
		NewCommands(&vm.CompilerConfig{Commands: []string{line}}, &out)
		want, bad := strings.CutPrefix(want, "!")
		if bad {
			want = "An error occurred during parsing\nError: " + want + "\nLine: '" + line + "'\n"
		}
		if !strings.HasPrefix(out.String(), "CompileCommand: "+want) {
			t.Errorf("%s: printed\n%swant\n%s", line, out.String(), want)
		}
	}
}

// TestCompileOnly compares the patterns that -XX:CompileOnly makes with those of java 17.
func TestCompileOnly(t *testing.T) {
	var out strings.Builder
	NewCommands(&vm.CompilerConfig{Only: []string{"H.f", "java.lang.String", "java/util/HashMap::get", "::foo"}}, &out)
	const want = "CompileCommand: compileonly H/f.* bool compileonly = true\n" +
		"CompileCommand: compileonly java/lang/String.* bool compileonly = true\n" +
		"CompileCommand: compileonly java/util/HashMap.get bool compileonly = true\n" +
		"CompileCommand: compileonly *.foo bool compileonly = true\n"
	if out.String() != want {
		t.Errorf("printed\n%swant\n%s", out.String(), want)
	}
}

func TestCommandMatches(t *testing.T) {
	m := &vm.Method{Holder: &vm.Class{Name: "java/lang/String"}, Name: "indexOf", Desc: "(II)I"}
	for p, want := range map[string]bool{
		"java/lang/String.indexOf": true, "java.lang.String::indexOf": true, "java/lang/*.index*": true, "*String.*Of": true,
		"*lang*.*": true, "*.indexOf(I": true, "*.indexOf(II)I": true, "*.indexOf(J)I": false, "java/lang/Str.indexOf": false,
		"*String.indexOf()": false, "java*.Of": false,
	} {
		var out strings.Builder
		cs := NewCommands(&vm.CompilerConfig{Commands: []string{"exclude," + p}}, &out)
		if cs.excluded(m) != want {
			t.Errorf("%s: excluded is %v (%s)", p, !want, out.String())
		}
		if cs := NewCommands(&vm.CompilerConfig{Commands: []string{"quiet", "compileonly," + p}}, &out); cs.excluded(m) == want {
			t.Errorf("compileonly %s: excluded is %v", p, want)
		}
	}
	cs := NewCommands(&vm.CompilerConfig{Commands: []string{"quiet", "exclude *.*", "exclude *.indexOf false"}}, &strings.Builder{})
	if cs.excluded(m) {
		t.Error("the last command that matches does not count")
	}
}
