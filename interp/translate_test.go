package interp

import (
	"strings"
	"testing"

	bc "gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/mem"
	"gojvm/vm"
)

// machine is an interpreter without heap, loader or library: enough to translate
// and run code that uses no constant pool and no objects.
type machine struct {
	x *Interp
	t *vm.Thread
}

func newMachine(t *testing.T) *machine {
	v := &vm.VM{Meta: mem.NewArena(0)}
	t.Cleanup(v.Meta.Release)
	return &machine{New(v), &vm.Thread{VM: v, Ctx: &vm.Context{}}}
}

// method makes a static method of the given code.
func (m *machine) method(t *testing.T, desc string, code ...byte) *vm.Method {
	t.Helper()
	meth := &vm.Method{
		Holder: &vm.Class{VM: m.x.vm, Domain: &vm.Domain{Permanent: true}, Name: "T", File: &classfile.File{}},
		Name:   "m", Desc: desc, Flags: classfile.AccStatic,
		Body: &classfile.Code{Bytes: code},
		Ret:  vm.KindOf(classfile.ReturnType(desc)),
	}
	for p := range classfile.Params(desc) {
		meth.Args = append(meth.Args, vm.KindOf(p))
	}
	m.x.vm.RegisterMethod(meth)
	block, err := m.x.vm.Meta.Alloc(vm.MethodBlockSize)
	if err != nil {
		t.Fatal(err)
	}
	meth.Block = block
	mem.Store32(block+vm.MethodID, meth.ID)
	return meth
}

func (m *machine) translate(t *testing.T, meth *vm.Method) *code {
	t.Helper()
	c, err := m.x.newCode(meth, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	meth.SetCode(c, c.base, uint32(c.regs*8))
	return c
}

// run calls meth on a stack of its own.
func (m *machine) run(t *testing.T, meth *vm.Method, args ...vm.Value) vm.Value {
	t.Helper()
	c := m.translate(t, meth)
	stack, err := m.x.vm.Meta.Alloc(uintptr(c.regs*8) + vm.FrameHeader)
	if err != nil {
		t.Fatal(err)
	}
	fp := stack + vm.FrameHeader
	// Registers hold garbage at first: code must not depend on it.
	for i := range c.regs {
		mem.Store64(fp+uintptr(i)*8, 0xdeadbeefdeadbeef)
	}
	for i, a := range args {
		mem.Store64(fp+uintptr(i)*8, uint64(a))
	}
	pushFrame(mem.Ptr(fp), nil, meth.Block, vm.FrameEntry)
	m.t.Ctx.FP = uint64(fp)
	if !m.x.run(m.t, c.ins(0)) {
		t.Fatalf("exception\n%s", c.disassemble())
	}
	return vm.Value(m.t.Ctx.Result)
}

func b(ops ...any) []byte {
	var out []byte
	for _, o := range ops {
		switch o := o.(type) {
		case bc.Op:
			out = append(out, byte(o))
		case int:
			out = append(out, byte(o))
		}
	}
	return out
}

// TestInt runs methods of ints and checks results that depend on how operands
// are folded.
func TestInt(t *testing.T) {
	tests := []struct {
		name string
		desc string
		code []byte
		args []vm.Value
		want int32
	}{
		{"add", "(II)I", b(bc.Iload0, bc.Iload1, bc.Iadd, bc.Ireturn), []vm.Value{3, 4}, 7},
		{"sub immediate", "(I)I", b(bc.Iload0, bc.Bipush, 10, bc.Isub, bc.Ireturn), []vm.Value{3}, -7},
		{"immediate minus register", "(I)I", b(bc.Bipush, 10, bc.Iload0, bc.Isub, bc.Ireturn), []vm.Value{3}, 7},
		{"i = i++ + i", "(I)I", b(bc.Iload0, bc.Iinc, 0, 1, bc.Iload0, bc.Iadd, bc.Istore0, bc.Iload0, bc.Ireturn), []vm.Value{5}, 11},
		{"load before store", "(I)I", b(bc.Iload0, bc.Iconst3, bc.Istore0, bc.Iload0, bc.Isub, bc.Ireturn), []vm.Value{5}, 2},
		{"store folds, old value on the stack", "(II)I",
			b(bc.Iload0, bc.Iload0, bc.Iload1, bc.Iadd, bc.Istore0, bc.Iload0, bc.Isub, bc.Ireturn), []vm.Value{5, 2}, -2},
		{"swap", "(II)I", b(bc.Iload0, bc.Iload1, bc.Swap, bc.Isub, bc.Ireturn), []vm.Value{5, 3}, -2},
		{"swap of computed values", "(II)I",
			b(bc.Iload0, bc.Iload0, bc.Imul, bc.Iload1, bc.Iload1, bc.Imul, bc.Swap, bc.Isub, bc.Ireturn), []vm.Value{5, 3}, -16},
		{"dup_x1", "(II)I", // a b -> b a b: b*(a-b)
			b(bc.Iload0, bc.Iload0, bc.Iadd, bc.Iload1, bc.Iload1, bc.Iadd, bc.DupX1, bc.Isub, bc.Imul, bc.Ireturn), []vm.Value{5, 3}, 24},
		{"dup_x2", "(II)I", // 10 20 a -> a 10 20 a
			b(bc.Bipush, 10, bc.Bipush, 20, bc.Iload0, bc.Iload1, bc.Iadd, bc.DupX2, bc.Iadd, bc.Isub, bc.Imul, bc.Ireturn), []vm.Value{2, 1}, 3 * (10 - 23)},
		{"dup2", "(II)I", b(bc.Iload0, bc.Iload1, bc.Dup2, bc.Iadd, bc.Imul, bc.Iadd, bc.Ireturn), []vm.Value{2, 3}, 17},
		{"narrow result", "(I)B", b(bc.Iload0, bc.Ireturn), []vm.Value{300}, 44},
		{"boolean result", "(I)Z", b(bc.Iload0, bc.Ireturn), []vm.Value{2}, 0},
		{"value across blocks", "(I)I", // 1 + (n<0 ? 2 : n)
			b(bc.Iconst1, bc.Iload0, bc.Ifge, 0, 7, bc.Iconst2, bc.Goto, 0, 4, bc.Iload0, bc.Iadd, bc.Ireturn), []vm.Value{8}, 9},
		{"loop", "(I)I", // s=0; while (n > 0) s += n--
			b(bc.Iconst0, bc.Istore1, bc.Iload0, bc.Ifle, 0, 13, bc.Iload1, bc.Iload0, bc.Iadd, bc.Istore1, bc.Iinc, 0, -1, bc.Goto, 0xff, 0xf5, bc.Iload1, bc.Ireturn),
			[]vm.Value{100}, 5050},
		{"jsr", "(I)I", // two calls of a subroutine that doubles local 0
			b(bc.Jsr, 0, 8, bc.Jsr, 0, 5, bc.Iload0, bc.Ireturn, bc.Astore1, bc.Iload0, bc.Iload0, bc.Iadd, bc.Istore0, bc.Ret, 1),
			[]vm.Value{3}, 12},
		{"tableswitch", "(I)I",
			b(bc.Iload0, bc.Tableswitch, 0, 0, 0, 0, 0, 27, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 23, 0, 0, 0, 25, bc.Iconst5, bc.Ireturn, bc.Iconst4, bc.Ireturn, bc.Iconst3, bc.Ireturn),
			[]vm.Value{2}, 4},
		{"division overflow", "(II)I", b(bc.Iload0, bc.Iload1, bc.Idiv, bc.Ireturn), []vm.Value{0x80000000, 0xffffffff}, -1 << 31},
		{"lcmp branch", "(JJ)I", b(bc.Lload0, bc.Lload2, bc.Lcmp, bc.Ifge, 0, 5, bc.Iconst1, bc.Ireturn, bc.Iconst2, bc.Ireturn), []vm.Value{1 << 40, 1<<40 + 1}, 1},
		{"dcmpg with NaN is not less", "(DD)I", b(bc.Dload0, bc.Dload2, bc.Dcmpg, bc.Ifge, 0, 5, bc.Iconst1, bc.Ireturn, bc.Iconst2, bc.Ireturn),
			[]vm.Value{0x7ff8 << 48, 0}, 2},
		{"dcmpl with NaN is not greater", "(DD)I", b(bc.Dload0, bc.Dload2, bc.Dcmpl, bc.Ifle, 0, 5, bc.Iconst1, bc.Ireturn, bc.Iconst2, bc.Ireturn),
			[]vm.Value{0x7ff8 << 48, 0}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMachine(t)
			meth := m.method(t, tt.desc, tt.code...)
			if got := m.run(t, meth, tt.args...).Int(); got != tt.want {
				t.Errorf("got %d, want %d\n%s", got, tt.want, meth.Code().(*code).disassemble())
			}
		})
	}
}

// A constant left operand that needs a register must not take the register of
// the right operand: i2d(x) is at depth 1 when 2.0 is at depth 0.
func TestConstantLeftOperand(t *testing.T) {
	m := newMachine(t)
	meth := m.method(t, "(J)J", b(bc.Lconst1, bc.Bipush, 40, bc.Lshl, bc.Lload0, bc.Lload0, bc.Ladd, bc.Lor, bc.Lreturn)...)
	if got := m.run(t, meth, 3); got != 1<<40|6 {
		t.Errorf("got %#x", uint64(got))
	}
	meth = m.method(t, "(D)D", b(bc.Dconst1, bc.Dload0, bc.Dload0, bc.Dadd, bc.Dadd, bc.Dreturn)...)
	if got := m.run(t, meth, vm.DoubleValue(2)).Double(); got != 5 {
		t.Errorf("got %v", got)
	}
}

// The inner loop of sum(int n) folds into three instructions, the test at its end.
func TestRegisterCode(t *testing.T) {
	m := newMachine(t)
	meth := m.method(t, "(I)I",
		b(bc.Iconst0, bc.Istore1, bc.Iload0, bc.Ifle, 0, 13, bc.Iload1, bc.Iload0, bc.Iadd, bc.Istore1, bc.Iinc, 0, -1, bc.Goto, 0xff, 0xf5, bc.Iload1, bc.Ireturn)...)
	const want = `
   0    1  const            l1 = 0

   1    3  jlei             p0, 0, -> 5

   2    8  add              l1 = l1, p0
   3   10  addi             p0 = p0, -1
   4    3  jgti             p0, 0, -> 2

   5   17  return           l1

`
	if got := m.translate(t, meth).disassemble(); got != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

// A store folds into the definition in front of a cast, in a method without handlers.
func TestCastFolds(t *testing.T) {
	m := newMachine(t)
	meth := m.method(t, "([Ljava/lang/Object;)V",
		b(bc.Aload0, bc.Iconst0, bc.Aaload, bc.Checkcast, 0, 1, bc.Astore1, bc.Aload1, bc.Monitorenter, bc.Return)...)
	const want = `
   0    2  const            s1 = 0
   1    2  aloada           l1 = p0, s1
   2    3  checkcast?       l1, #1
   3    8  monitorenter     l1
   4    9  returnvoid      

`
	if got := m.translate(t, meth).disassemble(); got != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestInverted(t *testing.T) {
	for op := opJEq; op <= opJDNle; op++ {
		o, ok := inverted(op)
		back, _ := inverted(o)
		if !ok || o == op || back != op || opTable[o].roles != opTable[op].roles {
			t.Errorf("%s -> %s -> %s", opName(op), opName(o), opName(back))
		}
	}
	for _, p := range [][2]uint16{{opJLt, opJGe}, {opJGtI, opJLeI}, {opJFLt, opJFNlt}, {opJDLe, opJDNle}, {opJLEq, opJLNe}} {
		if o, _ := inverted(p[0]); o != p[1] {
			t.Errorf("%s -> %s", opName(p[0]), opName(o))
		}
	}
}

// References are in the map while they are live, and only then.
func TestRefMap(t *testing.T) {
	m := newMachine(t)
	meth := m.method(t, "(Ljava/lang/Object;[II)I",
		b(bc.Aload1, bc.Iload2, bc.Iaload, bc.Istore2, // a is dead behind this
			bc.Aload0, bc.Astore1, // its register now holds the object
			bc.AconstNull, bc.Astore0,
			bc.Aload1, bc.Arraylength, bc.Ireturn)...)
	c := m.translate(t, meth)
	got := map[string]uint64{}
	for w := 0; w < c.words; w++ {
		in := c.ins(int32(w))
		if opTable[in.op].flags&fThrows != 0 {
			got[opName(in.op)] = c.RefMap(addrOf(in))[0]
		}
	}
	if got["aloadi"] != 0b011 || got["arraylen"] != 0b010 {
		t.Errorf("maps %v", got)
	}
}

func TestBadCode(t *testing.T) {
	for name, code := range map[string][]byte{
		"underflow":          b(bc.Iadd, bc.Ireturn),
		"falls off":          b(bc.Iconst0),
		"inconsistent stack": b(bc.Iconst0, bc.Iload0, bc.Ifeq, 0xff, 0xfe, bc.Ireturn),
		"ret without jsr":    b(bc.Iconst0, bc.Istore1, bc.Ret, 1),
		"kinds":              b(bc.Fconst0, bc.Ireturn),
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			if _, err := m.x.newCode(m.method(t, "(I)I", code...), nil, nil); err == nil {
				t.Error("translated")
			}
		})
	}
}

// hot records what the interpreter reports.
type hot struct {
	vm.Compiler
	bcis []int
}

func (h *hot) Hot(t *vm.Thread, m *vm.Method, bci int) uintptr {
	h.bcis = append(h.bcis, bci)
	return 0
}

func TestProfile(t *testing.T) {
	m := newMachine(t)
	h := &hot{}
	m.x.vm.Compiler = h
	meth := m.method(t, "(I)I",
		b(bc.Iconst0, bc.Istore1, bc.Iload0, bc.Ifle, 0, 13, bc.Iload1, bc.Iload0, bc.Iadd, bc.Istore1, bc.Iinc, 0, -1, bc.Goto, 0xff, 0xf5, bc.Iload1, bc.Ireturn)...)
	const turns = hotLoops + 2*(hotLoops/4) + 5
	m.run(t, meth, turns)
	if len(h.bcis) != 3 || h.bcis[0] != 2 {
		t.Errorf("reported at %v", h.bcis)
	}
	if n := mem.Load32(meth.Block + vm.MethodLoops); n != turns+1 { // the last one leaves
		t.Errorf("counted %d loops", n)
	}
	if n := mem.Load32(meth.Block + vm.MethodCalls); n != 1 {
		t.Errorf("counted %d calls", n)
	}
	// Branches are counted from the first report on, which is in the profiled code.
	p := meth.Code().Profile()
	if br := p.Branch(3); br == nil || br.Taken != 1 || br.NotTaken != turns+1-hotLoops/4 {
		t.Errorf("branches %+v", p)
	}
	if p.Calls != 0 {
		t.Errorf("%d calls after the first report", p.Calls)
	}
}

func BenchmarkLoop(bm *testing.B) {
	t := &testing.T{}
	v := &vm.VM{Meta: mem.NewArena(0)}
	defer v.Meta.Release()
	m := &machine{New(v), &vm.Thread{VM: v, Ctx: &vm.Context{}}}
	meth := m.method(t, "(I)I",
		b(bc.Iconst0, bc.Istore1, bc.Iload0, bc.Ifle, 0, 13, bc.Iload1, bc.Iload0, bc.Iadd, bc.Istore1, bc.Iinc, 0, -1, bc.Goto, 0xff, 0xf5, bc.Iload1, bc.Ireturn)...)
	m.run(t, meth, vm.Value(bm.N))
}
