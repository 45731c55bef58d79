package nullmessage

import (
	"strconv"
	"strings"

	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Of returns the message of a NullPointerException that the instruction at bci of
// m has thrown; "" when that instruction throws none, as when the program has
// created the exception itself.
func Of(m *vm.Method, bci int) string {
	if m.Body == nil || bci < 0 {
		return ""
	}
	x := explainer{m: m, code: m.Body, cp: m.CP.Symbols()}
	if bytecode.Decode(x.code.Bytes, bci, &x.in) != nil {
		return ""
	}
	action, depth := x.action()
	if action == "" {
		return ""
	}
	x.states = analyze(x.code, x.cp, bci)
	x.text.WriteString(action)
	// What is null is told when it has a name.
	if s := x.states[bci]; s != nil {
		mark := x.text.Len()
		if x.cause(bci, depth, maxDetail, true) {
			x.text.WriteString(`" is null`)
		} else {
			return x.text.String()[:mark]
		}
	}
	return x.text.String()
}

// maxDetail bounds the nesting of the expression that is shown.
const maxDetail = 5

type explainer struct {
	m      *vm.Method
	code   *classfile.Code
	cp     *classfile.ConstPool
	in     bytecode.Inst // that has thrown
	states map[int]*state
	text   strings.Builder
}

var arrayActions = map[bytecode.Op]string{
	bytecode.Iaload: "load from int", bytecode.Laload: "load from long", bytecode.Faload: "load from float",
	bytecode.Daload: "load from double", bytecode.Aaload: "load from object", bytecode.Baload: "load from byte/boolean",
	bytecode.Caload: "load from char", bytecode.Saload: "load from short",
	bytecode.Iastore: "store to int", bytecode.Lastore: "store to long", bytecode.Fastore: "store to float",
	bytecode.Dastore: "store to double", bytecode.Aastore: "store to object", bytecode.Bastore: "store to byte/boolean",
	bytecode.Castore: "store to char", bytecode.Sastore: "store to short",
}

// action describes what the instruction could not do, and how many words above
// it on the stack the null reference lay.
func (x *explainer) action() (text string, depth int) {
	op := x.in.Op
	if a := arrayActions[op]; a != "" {
		return "Cannot " + a + " array", op.PopWords() - 1
	}
	switch op {
	case bytecode.Arraylength:
		return "Cannot read the array length", 0
	case bytecode.Athrow:
		return "Cannot throw exception", 0
	case bytecode.Monitorenter:
		return "Cannot enter synchronized block", 0
	case bytecode.Monitorexit:
		return "Cannot exit synchronized block", 0
	case bytecode.Getfield:
		return `Cannot read field "` + x.cp.Ref(x.in.Index).Name + `"`, 0
	case bytecode.Putfield:
		r := x.cp.Ref(x.in.Index)
		return `Cannot assign field "` + r.Name + `"`, classfile.TypeWords(r.Desc)
	case bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokeinterface:
		r := x.cp.Ref(x.in.Index)
		if r.Name == "<init>" {
			return "", 0 // a constructor call cannot fail so: the program made the exception
		}
		_, words := classfile.NumParams(r.Desc)
		return `Cannot invoke "` + methodText(r) + `"`, words
	}
	return "", 0
}

// cause writes the expression whose value lies depth words below the top before
// the instruction at pc. The outermost expression is introduced by because;
// its kind decides how. It reports whether it wrote anything.
func (x *explainer) cause(pc, depth, detail int, because bool) bool {
	if detail <= 0 || x.states[pc] == nil {
		return false
	}
	src := x.states[pc].top(depth)
	if src == unknown {
		return false
	}
	var in bytecode.Inst
	if bytecode.Decode(x.code.Bytes, src, &in) != nil || !described(in.Op) {
		return false
	}
	if because {
		x.text.WriteString(" because ")
		if in.Op.Is(bytecode.Calls) {
			x.text.WriteString("the return value of ")
		}
		x.text.WriteByte('"')
	}
	switch op := in.Op; {
	case op >= bytecode.Iload && op <= bytecode.Aload3:
		x.local(src, in.Index)
	case op == bytecode.AconstNull:
		x.text.WriteString("null")
	case op >= bytecode.IconstM1 && op <= bytecode.Sipush:
		x.text.WriteString(strconv.Itoa(int(in.Const)))
	case op == bytecode.Getstatic:
		r := x.cp.Ref(in.Index)
		x.text.WriteString(short(vm.ExternalType("L"+r.Class+";")) + "." + r.Name)
	case op == bytecode.Getfield:
		if x.cause(src, 0, detail-1, false) {
			x.text.WriteByte('.')
		}
		x.text.WriteString(x.cp.Ref(in.Index).Name)
	case op.Is(bytecode.Calls):
		x.text.WriteString(methodText(x.cp.Ref(in.Index)))
	default: // an element of an array
		if !x.cause(src, 1, detail-1, false) {
			x.text.WriteString("<array>")
		}
		x.text.WriteByte('[')
		if !x.cause(src, 0, detail, false) {
			x.text.WriteString("...")
		}
		x.text.WriteByte(']')
	}
	return true
}

// described reports whether the value of an instruction has a name.
func described(op bytecode.Op) bool {
	switch op {
	case bytecode.Getstatic, bytecode.Getfield, bytecode.Iaload, bytecode.Aaload,
		bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokestatic, bytecode.Invokeinterface:
		return true
	}
	// Constants: null and the integers, not those of other types.
	return op == bytecode.AconstNull || op >= bytecode.IconstM1 && op <= bytecode.Iconst5 ||
		op == bytecode.Bipush || op == bytecode.Sipush || isIntOrRefLoad(op)
}

func isIntOrRefLoad(op bytecode.Op) bool {
	switch {
	case op == bytecode.Iload, op == bytecode.Aload:
		return true
	case op >= bytecode.Iload0 && op <= bytecode.Iload3, op >= bytecode.Aload0 && op <= bytecode.Aload3:
		return true
	}
	return false
}

// local writes the name of a local variable as the debug information has it,
// else this, <parameterN> or <localN>.
func (x *explainer) local(pc, slot int) {
	for _, v := range x.code.LocalVars() {
		if v.Index == slot && v.Start <= pc && pc < v.Start+v.Length {
			x.text.WriteString(x.cp.Utf8(v.Name))
			return
		}
	}
	if !x.m.IsStatic() && slot == 0 {
		x.text.WriteString("this")
		return
	}
	at, n := 0, 1
	if !x.m.IsStatic() {
		at = 1
	}
	written := slot >= 64 || x.states[pc] != nil && x.states[pc].written&(1<<slot) != 0
	for p := range classfile.Params(x.m.Desc) {
		w := classfile.TypeWords(p)
		if slot >= at && slot < at+w && !written {
			x.text.WriteString("<parameter" + strconv.Itoa(n) + ">")
			return
		}
		at, n = at+w, n+1
	}
	x.text.WriteString("<local" + strconv.Itoa(slot) + ">")
}

// methodText writes a method as Class.name(types). An array class, whose clone is called, has the
// form of its descriptor here.
func methodText(r classfile.Ref) string {
	s := vm.ExternalSignature(r.Class, r.Name, r.Desc)
	params := s[strings.IndexByte(s, '('):]
	return short(strings.ReplaceAll(r.Class, "/", ".")+"."+r.Name+"(") + short(params[1:])
}

// short writes the two most usual classes without their package.
func short(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && !strings.ContainsRune("(), []", rune(s[j])) {
			j++
		}
		word := s[i:j]
		for _, known := range []string{"java.lang.Object", "java.lang.String"} {
			// The class alone, or followed by the method of a call.
			if word == known || j < len(s) && s[j] == '(' && strings.LastIndexByte(word, '.') == len(known) && strings.HasPrefix(word, known) {
				word = word[len("java.lang."):]
				break
			}
		}
		b.WriteString(word)
		if j < len(s) {
			b.WriteByte(s[j])
			j++
		}
		i = j
	}
	return b.String()
}
