package regalloc

import (
	"testing"

	"gojvm/codegen/ssa"
)

const verifyText = `func @f(ptr, i32, i32, ref) i32 {
b0:
  v0 = arg ptr [0]
  v1 = arg i32 [1]
  v2 = arg i32 [2]
  v9 = arg ref [3]
  v3 = add i32 v1, v2
  jmp -> b1
b1:
  v4 = phi i32 b0:v1, b2:v8
  v5 = phi i32 b0:v2, b2:v4
  v6 = lt i32 v4, v3
  if v6 -> b2, b3
b2:
  v7 = sub i32 v4, v5
  v8 = xor i32 v7, v3
  poll state 1 (v8, v9)
  jmp -> b1
b3:
  v10 = call i32 @g v4, v9 state 2 (v5, v1)
  v11 = add i32 v10, v5
  v12 = load i32 v9
  v13 = add i32 v11, v12
  ret v13
}
`

// toyRegs is a machine with n registers, and two for the allocator's own use.
func toyRegs(n int16) *Registers {
	r := &Registers{
		Names: []string{"s", "c", "r2", "r3", "r4", "r5", "r6"},
		Class: make([]ssa.RegClass, 7),
		Order: [ssa.NumClasses][]int16{nil, {}}, Scratch: [ssa.NumClasses]int16{0, 0}, Carry: [ssa.NumClasses]int16{1, 1},
		WordSize: 8,
	}
	for i := range n {
		r.Order[0] = append(r.Order[0], 2+i)
	}
	return r
}

func toyConstrain(v *ssa.Value) *ssa.RegSpec {
	in := func(r int16) ssa.Constraint { return ssa.Constraint{Kind: ssa.InFixed, Reg: r} }
	switch v.Op {
	case ssa.OpArg:
		return &ssa.RegSpec{Result: in(2 + int16(v.Imm))}
	case ssa.OpSub, ssa.OpXor:
		return &ssa.RegSpec{Args: []ssa.Constraint{{}, {}}, Result: ssa.Constraint{Kind: ssa.SameAs0}}
	case ssa.OpException:
		return &ssa.RegSpec{Result: in(2)}
	case ssa.OpCall:
		return &ssa.RegSpec{Args: []ssa.Constraint{in(3), in(4)}, Result: in(2), Clobbers: 0x7c}
	case ssa.OpRet:
		return &ssa.RegSpec{Args: []ssa.Constraint{in(2)}}
	}
	return &ssa.RegSpec{}
}

func toyAllocate(t *testing.T, regs *Registers, quick bool, shuffle uint64) (*ssa.Func, *Allocation) {
	fs, err := ssa.Parse("t", verifyText, ssa.NewOpTable(nil), 8)
	if err != nil {
		t.Fatal(err)
	}
	f := fs[0]
	if err := ssa.Check(f); err != nil {
		t.Fatal(err)
	}
	ssa.SplitCritical(f)
	if quick {
		a, err := AllocateQuick(f, regs, toyConstrain, nil, Options{Shuffle: shuffle, Verify: true})
		if err != nil {
			t.Fatal(err)
		}
		return f, a
	}
	ssa.EstimateFreq(f)
	ssa.Layout(f)
	a, err := Allocate(f, regs, toyConstrain, nil, Options{Shuffle: shuffle, Verify: true})
	if err != nil {
		t.Fatal(err)
	}
	return f, a
}

// TestVerify damages a good allocation in every place and expects the verifier to see it.
func TestVerify(t *testing.T) {
	f, a := toyAllocate(t, toyRegs(4), false, 0)
	damage(t, f, a, toyRegs(4))
	// With four registers, the quick allocator makes a move on a back edge that it does not need.
	f, a = toyAllocate(t, toyRegs(5), true, 0)
	damage(t, f, a, toyRegs(5))
}

func damage(t *testing.T, f *ssa.Func, a *Allocation, regs *Registers) {
	check := func(what string) {
		t.Helper()
		if err := verify(f, regs, toyConstrain, a); err == nil {
			t.Errorf("%s was not seen in\n%v", what, a)
		}
	}
	if err := verify(f, regs, toyConstrain, a); err != nil {
		t.Fatal(err)
	}
	moves, stores := 0, 0
	for bi := range a.Blocks {
		for _, part := range a.Blocks[bi].Parts() {
			for k := range part {
				in := &part[k]
				if in.V == nil {
					to := in.To
					in.To = Reg(0) // the scratch register holds nothing for long
					check("the loss of a move")
					in.To = to
					moves++
					continue
				}
				for i, l := range in.Args {
					in.Args[i] = Reg(1)
					check("a wrong operand of " + in.V.LongString())
					in.Args[i] = l
				}
				if to := in.To; to.Kind != NoLoc {
					in.To = Reg(0)
					check("the loss of a store of " + in.V.LongString())
					in.To = to
					stores++
				}
				if in.Site == nil {
					continue
				}
				if refs := in.Site.Refs; len(refs) > 0 {
					in.Site.Refs = nil
					check("a missing stack map of " + in.V.LongString())
					in.Site.Refs = refs
				}
				for i, l := range in.Site.State {
					in.Site.State[i] = Reg(1)
					check("a wrong place in the frame state of " + in.V.LongString())
					in.Site.State[i] = l
				}
			}
		}
	}
	if moves+stores < 4 {
		t.Errorf("only %d moves and %d stores were tried", moves, stores)
	}
	if err := verify(f, regs, toyConstrain, a); err != nil {
		t.Fatal(err)
	}
}

// TestShuffle checks that random choices differ, that they are right, and that a seed means one.
func TestShuffle(t *testing.T) {
	for _, quick := range []bool{false, true} {
		seen := map[string]bool{}
		for seed := range uint64(100) {
			f, a := toyAllocate(t, toyRegs(4), quick, seed)
			g, b := toyAllocate(t, toyRegs(4), quick, seed)
			s := a.String()
			if s != b.String() || f.String() != g.String() {
				t.Errorf("seed %d gives two allocations", seed)
			}
			seen[s] = true
		}
		if len(seen) < 10 {
			t.Errorf("%d allocations by 100 seeds", len(seen))
		}
	}
}

// TestResultOfCall checks that the stack map of a call does not name the slot of its own result, which
// is not there yet.
func TestResultOfCall(t *testing.T) {
	fs, err := ssa.Parse("t", `
func @f(i32, ref) ref {
b0:
  v0 = arg i32 [0]
  v1 = arg ref [1]
  v2 = call ref @g v0, v1 state 1 (v1)
  v3 = call ref @g v0, v2 state 2 (v1, v2)
  v4 = call ref @g v0, v3 state 3 (v2, v3)
  ret v2
}
`, ssa.NewOpTable(nil), 8)
	if err != nil {
		t.Fatal(err)
	}
	a, err := AllocateQuick(fs[0], toyRegs(4), toyConstrain, nil, Options{Verify: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range a.Blocks[0].Insts {
		if in.V != nil && in.V.ID == 3 && len(in.Site.Refs) != 2 {
			t.Errorf("the second call has references in %v, want two places, of v1 and v2", in.Site.Refs)
		}
	}
}

// A call that raises has no result: the stack maps of what follows then must not name it. Here that
// is the rest of the loop, which comes before the block that uses the result.
func TestRaisedResult(t *testing.T) {
	const text = `func @f(ref) ref {
b0:
  v0 = arg ref [0]
  jmp -> b1
b1:
  v1 = call ref @g v0, v0 state 1 ()
  catch -> b3, b2
b2:
  v3 = exception ref
  v4 = call ref @g v3, v3 state 2 ()
  jmp -> b1
b3:
  v2 = call ref @g v0, v1 state 3 ()
  v5 = call ref @g v1, v2 state 4 ()
  ret v1
}
`
	for _, quick := range []bool{false, true} {
		fs, err := ssa.Parse("t", text, ssa.NewOpTable(nil), 8)
		if err != nil {
			t.Fatal(err)
		}
		if quick {
			_, err = AllocateQuick(fs[0], toyRegs(5), toyConstrain, nil, Options{Verify: true})
		} else {
			_, err = Allocate(fs[0], toyRegs(5), toyConstrain, nil, Options{Verify: true})
		}
		if err != nil {
			t.Errorf("quick %v: %v", quick, err)
		}
	}
}
