package interp

import (
	"math"
	"unsafe"

	"gojvm/gc"
	"gojvm/mem"
	"gojvm/vm"
)

// run executes from instruction pc of the frame at Context.FP until the entry
// frame that Invoke pushed returns (true, the value is in Context.Result) or is
// left by an exception (false, it is pending).
//
// Everything that a handler does inside the loop is free of calls, so that pc
// and fp stay in machine registers; a handler that cannot finish that way jumps
// to slow, which saves both in the frame, executes the instruction in
// Interp.slow, and goes on where that says. No handler stores anything before
// it is sure to finish.
func (x *Interp) run(t *vm.Thread, pc *ins) bool {
	var (
		in   *ins           // the instruction being executed
		op   uint16         // its operation when it was fetched: quickening may change it
		mb   uintptr        // method block of the callee
		ap   unsafe.Pointer // argument register numbers of the call
		n    uint16         // number of arguments
		disp uint32         // of the branch taken
	)
	ctx := t.Ctx
	fp := mem.Ptr(uintptr(ctx.FP))
	for {
		in = pc
		op = in.op
		pc = in.next(1)
		switch op {
		case opMov:
			setU64(fp, in.a, u64(fp, in.b))
			continue
		case opConst:
			setU(fp, in.a, in.d)
			continue
		case opConstNull:
			setU(fp, in.a, 0)
			continue
		case opConst64:
			setU64(fp, in.a, in.imm64())
			continue
		case opAdd:
			setI(fp, in.a, i32(fp, in.b)+i32(fp, in.c))
			continue
		case opSub:
			setI(fp, in.a, i32(fp, in.b)-i32(fp, in.c))
			continue
		case opMul:
			setI(fp, in.a, i32(fp, in.b)*i32(fp, in.c))
			continue
		case opAnd:
			setI(fp, in.a, i32(fp, in.b)&i32(fp, in.c))
			continue
		case opOr:
			setI(fp, in.a, i32(fp, in.b)|i32(fp, in.c))
			continue
		case opXor:
			setI(fp, in.a, i32(fp, in.b)^i32(fp, in.c))
			continue
		case opShl:
			setI(fp, in.a, i32(fp, in.b)<<(u32(fp, in.c)&31))
			continue
		case opShr:
			setI(fp, in.a, i32(fp, in.b)>>(u32(fp, in.c)&31))
			continue
		case opUshr:
			setI(fp, in.a, int32(u32(fp, in.b)>>(u32(fp, in.c)&31)))
			continue
		case opNeg:
			setI(fp, in.a, -i32(fp, in.b))
			continue
		case opAddI:
			setI(fp, in.a, i32(fp, in.b)+int32(in.d))
			continue
		case opMulI:
			setI(fp, in.a, i32(fp, in.b)*int32(in.d))
			continue
		case opAndI:
			setI(fp, in.a, i32(fp, in.b)&int32(in.d))
			continue
		case opOrI:
			setI(fp, in.a, i32(fp, in.b)|int32(in.d))
			continue
		case opXorI:
			setI(fp, in.a, i32(fp, in.b)^int32(in.d))
			continue
		case opShlI:
			setI(fp, in.a, i32(fp, in.b)<<(in.d&31))
			continue
		case opShrI:
			setI(fp, in.a, i32(fp, in.b)>>(in.d&31))
			continue
		case opUshrI:
			setI(fp, in.a, int32(u32(fp, in.b)>>(in.d&31)))
			continue
		case opRsubI:
			setI(fp, in.a, int32(in.d)-i32(fp, in.b))
			continue
		case opDivI:
			setI(fp, in.a, i32(fp, in.b)/int32(in.d))
			continue
		case opRemI:
			setI(fp, in.a, i32(fp, in.b)%int32(in.d))
			continue
		case opI2B:
			setI(fp, in.a, int32(int8(i32(fp, in.b))))
			continue
		case opI2C:
			setI(fp, in.a, int32(uint16(i32(fp, in.b))))
			continue
		case opI2S:
			setI(fp, in.a, int32(int16(i32(fp, in.b))))
			continue
		case opI2L:
			setJ(fp, in.a, int64(i32(fp, in.b)))
			continue
		case opI2F:
			setF(fp, in.a, float32(i32(fp, in.b)))
			continue
		case opI2D:
			setD(fp, in.a, float64(i32(fp, in.b)))
			continue
		case opDiv:
			d := i32(fp, in.c)
			if d == 0 {
				goto slow
			}
			setI(fp, in.a, i32(fp, in.b)/d)
			continue
		case opRem:
			d := i32(fp, in.c)
			if d == 0 {
				goto slow
			}
			setI(fp, in.a, i32(fp, in.b)%d)
			continue
		case opLDiv:
			d := i64(fp, in.c)
			if d == 0 {
				goto slow
			}
			setJ(fp, in.a, i64(fp, in.b)/d)
			continue
		case opLRem:
			d := i64(fp, in.c)
			if d == 0 {
				goto slow
			}
			setJ(fp, in.a, i64(fp, in.b)%d)
			continue
		case opLAdd:
			setJ(fp, in.a, i64(fp, in.b)+i64(fp, in.c))
			continue
		case opLSub:
			setJ(fp, in.a, i64(fp, in.b)-i64(fp, in.c))
			continue
		case opLMul:
			setJ(fp, in.a, i64(fp, in.b)*i64(fp, in.c))
			continue
		case opLAnd:
			setJ(fp, in.a, i64(fp, in.b)&i64(fp, in.c))
			continue
		case opLOr:
			setJ(fp, in.a, i64(fp, in.b)|i64(fp, in.c))
			continue
		case opLXor:
			setJ(fp, in.a, i64(fp, in.b)^i64(fp, in.c))
			continue
		case opLShl:
			setJ(fp, in.a, i64(fp, in.b)<<(u32(fp, in.c)&63))
			continue
		case opLShr:
			setJ(fp, in.a, i64(fp, in.b)>>(u32(fp, in.c)&63))
			continue
		case opLUshr:
			setJ(fp, in.a, int64(u64(fp, in.b)>>(u32(fp, in.c)&63)))
			continue
		case opLNeg:
			setJ(fp, in.a, -i64(fp, in.b))
			continue
		case opLAddI:
			setJ(fp, in.a, i64(fp, in.b)+int64(int32(in.d)))
			continue
		case opLMulI:
			setJ(fp, in.a, i64(fp, in.b)*int64(int32(in.d)))
			continue
		case opLAndI:
			setJ(fp, in.a, i64(fp, in.b)&int64(int32(in.d)))
			continue
		case opLOrI:
			setJ(fp, in.a, i64(fp, in.b)|int64(int32(in.d)))
			continue
		case opLXorI:
			setJ(fp, in.a, i64(fp, in.b)^int64(int32(in.d)))
			continue
		case opLShlI:
			setJ(fp, in.a, i64(fp, in.b)<<(in.d&63))
			continue
		case opLShrI:
			setJ(fp, in.a, i64(fp, in.b)>>(in.d&63))
			continue
		case opLUshrI:
			setJ(fp, in.a, int64(u64(fp, in.b)>>(in.d&63)))
			continue
		case opLCmp:
			l, r, v := i64(fp, in.b), i64(fp, in.c), int32(0)
			if l < r {
				v = -1
			} else if l > r {
				v = 1
			}
			setI(fp, in.a, v)
			continue
		case opL2I:
			setI(fp, in.a, int32(i64(fp, in.b)))
			continue
		case opL2F:
			setF(fp, in.a, vm.LongToFloat(i64(fp, in.b)))
			continue
		case opL2D:
			setD(fp, in.a, float64(i64(fp, in.b)))
			continue
		case opFAdd:
			setF(fp, in.a, f32(fp, in.b)+f32(fp, in.c))
			continue
		case opFSub:
			setF(fp, in.a, f32(fp, in.b)-f32(fp, in.c))
			continue
		case opFMul:
			setF(fp, in.a, f32(fp, in.b)*f32(fp, in.c))
			continue
		case opFDiv:
			setF(fp, in.a, f32(fp, in.b)/f32(fp, in.c))
			continue
		case opFNeg:
			setU(fp, in.a, u32(fp, in.b)^1<<31)
			continue
		case opFCmpL:
			l, r, v := f32(fp, in.b), f32(fp, in.c), int32(-1)
			if l > r {
				v = 1
			} else if l == r {
				v = 0
			}
			setI(fp, in.a, v)
			continue
		case opFCmpG:
			l, r, v := f32(fp, in.b), f32(fp, in.c), int32(1)
			if l < r {
				v = -1
			} else if l == r {
				v = 0
			}
			setI(fp, in.a, v)
			continue
		case opF2I:
			v := f32(fp, in.b)
			switch {
			case v >= 1<<31:
				setI(fp, in.a, math.MaxInt32)
			case v > -1<<31:
				setI(fp, in.a, int32(v))
			case v <= -1<<31:
				setI(fp, in.a, math.MinInt32)
			default: // NaN
				setI(fp, in.a, 0)
			}
			continue
		case opF2L:
			v := f32(fp, in.b)
			switch {
			case v >= 1<<63:
				setJ(fp, in.a, math.MaxInt64)
			case v > -1<<63:
				setJ(fp, in.a, int64(v))
			case v <= -1<<63:
				setJ(fp, in.a, math.MinInt64)
			default: // NaN
				setJ(fp, in.a, 0)
			}
			continue
		case opDAdd:
			setD(fp, in.a, f64(fp, in.b)+f64(fp, in.c))
			continue
		case opDSub:
			setD(fp, in.a, f64(fp, in.b)-f64(fp, in.c))
			continue
		case opDMul:
			setD(fp, in.a, f64(fp, in.b)*f64(fp, in.c))
			continue
		case opDDiv:
			setD(fp, in.a, f64(fp, in.b)/f64(fp, in.c))
			continue
		case opDNeg:
			setU64(fp, in.a, u64(fp, in.b)^1<<63)
			continue
		case opDCmpL:
			l, r, v := f64(fp, in.b), f64(fp, in.c), int32(-1)
			if l > r {
				v = 1
			} else if l == r {
				v = 0
			}
			setI(fp, in.a, v)
			continue
		case opDCmpG:
			l, r, v := f64(fp, in.b), f64(fp, in.c), int32(1)
			if l < r {
				v = -1
			} else if l == r {
				v = 0
			}
			setI(fp, in.a, v)
			continue
		case opD2I:
			v := f64(fp, in.b)
			switch {
			case v >= 1<<31:
				setI(fp, in.a, math.MaxInt32)
			case v > -1<<31:
				setI(fp, in.a, int32(v))
			case v <= -1<<31:
				setI(fp, in.a, math.MinInt32)
			default: // NaN
				setI(fp, in.a, 0)
			}
			continue
		case opD2L:
			v := f64(fp, in.b)
			switch {
			case v >= 1<<63:
				setJ(fp, in.a, math.MaxInt64)
			case v > -1<<63:
				setJ(fp, in.a, int64(v))
			case v <= -1<<63:
				setJ(fp, in.a, math.MinInt64)
			default: // NaN
				setJ(fp, in.a, 0)
			}
			continue
		case opF2D:
			setD(fp, in.a, float64(f32(fp, in.b)))
			continue
		case opD2F:
			setF(fp, in.a, float32(f64(fp, in.b)))
			continue

		case opGoto:
			goto taken
		case opJEq:
			if i32(fp, in.a) == i32(fp, in.b) {
				goto taken
			}
			continue
		case opJNe:
			if i32(fp, in.a) != i32(fp, in.b) {
				goto taken
			}
			continue
		case opJLt:
			if i32(fp, in.a) < i32(fp, in.b) {
				goto taken
			}
			continue
		case opJGe:
			if i32(fp, in.a) >= i32(fp, in.b) {
				goto taken
			}
			continue
		case opJEqI:
			if i32(fp, in.a) == int32(in.d) {
				goto taken
			}
			continue
		case opJNeI:
			if i32(fp, in.a) != int32(in.d) {
				goto taken
			}
			continue
		case opJLtI:
			if i32(fp, in.a) < int32(in.d) {
				goto taken
			}
			continue
		case opJGeI:
			if i32(fp, in.a) >= int32(in.d) {
				goto taken
			}
			continue
		case opJGtI:
			if i32(fp, in.a) > int32(in.d) {
				goto taken
			}
			continue
		case opJLeI:
			if i32(fp, in.a) <= int32(in.d) {
				goto taken
			}
			continue
		case opJLEq:
			if i64(fp, in.a) == i64(fp, in.b) {
				goto taken
			}
			continue
		case opJLNe:
			if i64(fp, in.a) != i64(fp, in.b) {
				goto taken
			}
			continue
		case opJLLt:
			if i64(fp, in.a) < i64(fp, in.b) {
				goto taken
			}
			continue
		case opJLGe:
			if i64(fp, in.a) >= i64(fp, in.b) {
				goto taken
			}
			continue
		case opJLEqI:
			if i64(fp, in.a) == int64(int32(in.d)) {
				goto taken
			}
			continue
		case opJLNeI:
			if i64(fp, in.a) != int64(int32(in.d)) {
				goto taken
			}
			continue
		case opJLLtI:
			if i64(fp, in.a) < int64(int32(in.d)) {
				goto taken
			}
			continue
		case opJLGeI:
			if i64(fp, in.a) >= int64(int32(in.d)) {
				goto taken
			}
			continue
		case opJLGtI:
			if i64(fp, in.a) > int64(int32(in.d)) {
				goto taken
			}
			continue
		case opJLLeI:
			if i64(fp, in.a) <= int64(int32(in.d)) {
				goto taken
			}
			continue
		case opJFEq:
			if f32(fp, in.a) == f32(fp, in.b) {
				goto taken
			}
			continue
		case opJFNe:
			if f32(fp, in.a) != f32(fp, in.b) {
				goto taken
			}
			continue
		case opJFLt:
			if f32(fp, in.a) < f32(fp, in.b) {
				goto taken
			}
			continue
		case opJFNlt:
			if !(f32(fp, in.a) < f32(fp, in.b)) {
				goto taken
			}
			continue
		case opJFLe:
			if f32(fp, in.a) <= f32(fp, in.b) {
				goto taken
			}
			continue
		case opJFNle:
			if !(f32(fp, in.a) <= f32(fp, in.b)) {
				goto taken
			}
			continue
		case opJDEq:
			if f64(fp, in.a) == f64(fp, in.b) {
				goto taken
			}
			continue
		case opJDNe:
			if f64(fp, in.a) != f64(fp, in.b) {
				goto taken
			}
			continue
		case opJDLt:
			if f64(fp, in.a) < f64(fp, in.b) {
				goto taken
			}
			continue
		case opJDNlt:
			if !(f64(fp, in.a) < f64(fp, in.b)) {
				goto taken
			}
			continue
		case opJDLe:
			if f64(fp, in.a) <= f64(fp, in.b) {
				goto taken
			}
			continue
		case opJDNle:
			if !(f64(fp, in.a) <= f64(fp, in.b)) {
				goto taken
			}
			continue
		case opTableSwitch:
			i := u32(fp, in.a) - in.d
			if i >= uint32(in.b)|uint32(in.c)<<16 {
				goto taken
			}
			disp = *(*uint32)(unsafe.Add(unsafe.Pointer(in), insSize+uintptr(i)*4))
			goto jump
		case opLookupSwitch:
			v := i32(fp, in.a)
			lo, hi := uintptr(0), uintptr(in.b)|uintptr(in.c)<<16
			for lo < hi {
				mid := (lo + hi) >> 1
				k := *(*int32)(unsafe.Add(unsafe.Pointer(in), insSize+mid*8))
				if k == v {
					disp = *(*uint32)(unsafe.Add(unsafe.Pointer(in), insSize+4+mid*8))
					goto jump
				}
				if k < v {
					lo = mid + 1
				} else {
					hi = mid
				}
			}
			goto taken

		case opALoadI, opALoadA:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			setU(fp, in.a, word(arr, vm.OffElems+uintptr(i)*4))
			continue
		case opALoadJ:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			setJ(fp, in.a, mem.LoadInt64(uintptr(arr)+vm.OffElems8+uintptr(i)*8))
			continue
		case opALoadB:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			setI(fp, in.a, int32(mem.LoadInt8(uintptr(arr)+vm.OffElems+uintptr(i))))
			continue
		case opALoadC:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			setU(fp, in.a, uint32(mem.Load16(uintptr(arr)+vm.OffElems+uintptr(i)*2)))
			continue
		case opALoadS:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			setI(fp, in.a, int32(mem.LoadInt16(uintptr(arr)+vm.OffElems+uintptr(i)*2)))
			continue
		case opAStoreI:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			mem.Store32(uintptr(arr)+vm.OffElems+uintptr(i)*4, u32(fp, in.a))
			continue
		case opAStoreJ:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			mem.Store64(uintptr(arr)+vm.OffElems8+uintptr(i)*8, u64(fp, in.a))
			continue
		case opAStoreB:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			v := uint8(u32(fp, in.a))
			if word(word(arr, vm.OffKlass), vm.KlassFlags)&vm.KlassIsBoolArray != 0 {
				v &= 1
			}
			mem.Store8(uintptr(arr)+vm.OffElems+uintptr(i), v)
			continue
		case opAStoreC:
			arr, i := u32(fp, in.b), u32(fp, in.c)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			mem.Store16(uintptr(arr)+vm.OffElems+uintptr(i)*2, uint16(u32(fp, in.a)))
			continue
		case opAStoreA:
			arr, i, v := u32(fp, in.b), u32(fp, in.c), u32(fp, in.a)
			if arr == 0 || i >= word(arr, vm.OffArrayLength) {
				goto slow
			}
			if v != 0 {
				// JVMS 6.5 aastore: quick when the classes are the same, or the element
				// class is where subclasses have it.
				k, elem := word(v, vm.OffKlass), word(word(arr, vm.OffKlass), vm.KlassElem)
				if k != elem {
					if word(k, uintptr(word(elem, vm.KlassCheck))) != elem {
						goto slow
					}
				}
			}
			slot := uintptr(arr) + vm.OffElems + uintptr(i)*4
			mem.Store32(slot, v)
			mem.Store8(uintptr(ctx.CardBase)+slot>>gc.CardShift, gc.CardDirty)
			continue
		case opArrayLen:
			arr := u32(fp, in.b)
			if arr == 0 {
				goto slow
			}
			setU(fp, in.a, word(arr, vm.OffArrayLength))
			continue

		case opGetI:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			setU(fp, in.a, mem.Load32(uintptr(obj)+uintptr(in.d)))
			continue
		case opGetJ:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			setU64(fp, in.a, mem.Load64(uintptr(obj)+uintptr(in.d)))
			continue
		case opGetB:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			setI(fp, in.a, int32(mem.LoadInt8(uintptr(obj)+uintptr(in.d))))
			continue
		case opGetC:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			setU(fp, in.a, uint32(mem.Load16(uintptr(obj)+uintptr(in.d))))
			continue
		case opGetS:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			setI(fp, in.a, int32(mem.LoadInt16(uintptr(obj)+uintptr(in.d))))
			continue
		case opPutI:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			mem.Store32(uintptr(obj)+uintptr(in.d), u32(fp, in.a))
			continue
		case opPutJ:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			mem.Store64(uintptr(obj)+uintptr(in.d), u64(fp, in.a))
			continue
		case opPutB:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			mem.Store8(uintptr(obj)+uintptr(in.d), uint8(u32(fp, in.a)))
			continue
		case opPutZ:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			mem.Store8(uintptr(obj)+uintptr(in.d), uint8(u32(fp, in.a))&1)
			continue
		case opPutC:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			mem.Store16(uintptr(obj)+uintptr(in.d), uint16(u32(fp, in.a)))
			continue
		case opPutA:
			obj := u32(fp, in.b)
			if obj == 0 {
				goto slow
			}
			slot := uintptr(obj) + uintptr(in.d)
			mem.Store32(slot, u32(fp, in.a))
			mem.Store8(uintptr(ctx.CardBase)+slot>>gc.CardShift, gc.CardDirty)
			continue
		case opGetStaticI:
			setU(fp, in.a, mem.Load32(uintptr(in.d)))
			continue
		case opGetStaticJ:
			setU64(fp, in.a, mem.Load64(uintptr(in.d)))
			continue
		case opGetStaticB:
			setI(fp, in.a, int32(mem.LoadInt8(uintptr(in.d))))
			continue
		case opGetStaticC:
			setU(fp, in.a, uint32(mem.Load16(uintptr(in.d))))
			continue
		case opGetStaticS:
			setI(fp, in.a, int32(mem.LoadInt16(uintptr(in.d))))
			continue
		case opPutStaticI:
			mem.Store32(uintptr(in.d), u32(fp, in.a))
			continue
		case opPutStaticJ:
			mem.Store64(uintptr(in.d), u64(fp, in.a))
			continue
		case opPutStaticB:
			mem.Store8(uintptr(in.d), uint8(u32(fp, in.a)))
			continue
		case opPutStaticZ:
			mem.Store8(uintptr(in.d), uint8(u32(fp, in.a))&1)
			continue
		case opPutStaticC:
			mem.Store16(uintptr(in.d), uint16(u32(fp, in.a)))
			continue
		case opPutStaticA:
			mem.Store32(uintptr(in.d), u32(fp, in.a))
			mem.Store8(uintptr(ctx.CardBase)+uintptr(in.d)>>gc.CardShift, gc.CardDirty)
			continue

		case opNew:
			size, top := word(in.d, gc.DescSize), ctx.TLAB.Top
			if ctx.TLAB.End-top < size {
				goto slow
			}
			ctx.TLAB.Top = top + size
			mem.Store32(uintptr(top), in.d)
			setU(fp, in.a, top)
			continue
		case opNewArray:
			n := u32(fp, in.b)
			if n > maxFastArray {
				goto slow
			}
			size := (word(in.d, gc.DescSize) + n<<(mem.Load8(uintptr(in.d)+gc.DescShift)&3) + vm.ObjectAlign - 1) &^ (vm.ObjectAlign - 1)
			top := ctx.TLAB.Top
			if ctx.TLAB.End-top < size {
				goto slow
			}
			ctx.TLAB.Top = top + size
			mem.Store32(uintptr(top), in.d)
			mem.Store32(uintptr(top)+vm.OffArrayLength, n)
			setU(fp, in.a, top)
			continue
		case opCheckCast:
			r := u32(fp, in.b)
			if r != 0 && word(word(r, vm.OffKlass), uintptr(in.e)) != in.d {
				goto slow
			}
			continue
		case opCheckCastAny:
			r := u32(fp, in.b)
			if r != 0 {
				if k := word(r, vm.OffKlass); k != in.d && word(k, vm.KlassSecCache) != in.d {
					goto slow
				}
			}
			continue
		case opInstanceOf:
			r, v := u32(fp, in.b), uint32(0)
			if r != 0 && word(word(r, vm.OffKlass), uintptr(in.e)) == in.d {
				v = 1
			}
			setU(fp, in.a, v)
			continue
		case opInstanceOfAny:
			r, v := u32(fp, in.b), uint32(0)
			if r != 0 {
				if k := word(r, vm.OffKlass); k != in.d && word(k, vm.KlassSecCache) != in.d {
					goto slow
				}
				v = 1
			}
			setU(fp, in.a, v)
			continue
		case opNullCheck:
			if u32(fp, in.b) == 0 {
				goto slow
			}
			continue

		case opInvokeStatic:
			mb, n, ap = uintptr(in.d), in.b, unsafe.Pointer(pc)
			goto call
		case opInvokeDirect:
			if u32(fp, *(*uint16)(unsafe.Pointer(pc))) == 0 {
				goto slow
			}
			mb, n, ap = uintptr(in.d), in.b, unsafe.Pointer(pc)
			goto call
		case opInvokeVirtual:
			recv := u32(fp, *(*uint16)(unsafe.Pointer(pc)))
			if recv == 0 {
				goto slow
			}
			mb = uintptr(word(word(recv, vm.OffKlass), uintptr(in.d)))
			n, ap = in.b, unsafe.Pointer(pc)
			goto call
		case opInvokeInterface:
			ap = unsafe.Add(unsafe.Pointer(pc), insSize)
			recv := u32(fp, *(*uint16)(ap))
			if recv == 0 {
				goto slow
			}
			n = in.b
			k := word(recv, vm.OffKlass)
			if wide {
				// One 64-bit load: klass and method block belong together.
				if w := in.imm64(); uint32(w) == k {
					mb = uintptr(w >> 32)
					goto call
				}
			}
			if p := uintptr(word(k, vm.KlassItable)); p != 0 {
				info := (*interfaceInfo)(unsafe.Pointer(pc))
				for i := mem.Load32(p); i > 0; i-- {
					if mem.Load32(p+4) == info.klass {
						mb = uintptr(mem.Load32(uintptr(mem.Load32(p+8)) + uintptr(info.index)))
						if mb == 0 {
							break
						}
						goto call
					}
					p += 8
				}
			}
			goto slow
		case opInvokeBasic:
			mh := u32(fp, *(*uint16)(unsafe.Pointer(pc)))
			if mh == 0 {
				goto slow
			}
			form := word(mh, x.member.form)
			if form == 0 {
				goto slow
			}
			mn := word(form, x.member.entry)
			if mn == 0 {
				goto slow
			}
			rmn := word(mn, x.member.method)
			if rmn == 0 {
				goto slow
			}
			mb, n, ap = uintptr(word(rmn, x.member.target)), in.b, unsafe.Pointer(pc)
			goto call
		case opLinkToStatic, opLinkToSpecial, opLinkToVirtual:
			ap, n = unsafe.Pointer(pc), in.b-1
			mn := u32(fp, *(*uint16)(unsafe.Add(ap, uintptr(n)*2)))
			if mn == 0 {
				goto slow
			}
			rmn := word(mn, x.member.method)
			if rmn == 0 {
				goto slow
			}
			mb = uintptr(word(rmn, x.member.target))
			if op == opLinkToStatic {
				goto call
			}
			recv := u32(fp, *(*uint16)(ap))
			if recv == 0 {
				goto slow
			}
			if op == opLinkToVirtual {
				i := mem.LoadInt32(mb + vm.MethodVtableIndex)
				if i < 0 {
					goto slow
				}
				mb = uintptr(word(word(recv, vm.OffKlass), vm.KlassVtable+4*uintptr(i)))
			}
			goto call
		case opCountCall:
			c := word(in.d, vm.MethodCalls) + 1
			if c&in.e == 0 {
				goto slow
			}
			mem.Store32(uintptr(in.d)+vm.MethodCalls, c)
			continue
		case opCountLoop:
			c := word(in.d, vm.MethodLoops) + 1
			if c&in.e == 0 {
				goto slow
			}
			mem.Store32(uintptr(in.d)+vm.MethodLoops, c)
			continue
		case opCount:
			mem.Store32(uintptr(in.d), word(in.d, 0)+1)
			continue
		case opCountType:
			off := uintptr(rowNulls)
			if r := u32(fp, in.b); r != 0 {
				switch k := word(r, vm.OffKlass); {
				case word(in.d, rowKlass) == k:
					off = rowCount
				case word(in.d, rowKlass+4) == k:
					off = rowCount + 4
				case word(in.d, rowKlass) == 0:
					mem.Store32(uintptr(in.d)+rowKlass, k)
					off = rowCount
				case word(in.d, rowKlass+4) == 0:
					mem.Store32(uintptr(in.d)+rowKlass+4, k)
					off = rowCount + 4
				default:
					off = rowOther
				}
			}
			mem.Store32(uintptr(in.d)+off, word(in.d, off)+1)
			continue
		case opReturn:
			if frameFlags(fp) != 0 {
				goto slow
			}
			v := u64(fp, in.a)
			fp = frameCaller(fp)
			in = framePC(fp)
			setU64(fp, in.a, v)
			pc = in.next(1 + uintptr(in.c))
			continue
		case opReturnVoid:
			if frameFlags(fp) != 0 {
				goto slow
			}
			fp = frameCaller(fp)
			in = framePC(fp)
			pc = in.next(1 + uintptr(in.c))
			continue
		case opReturnZ:
			if frameFlags(fp) != 0 {
				goto slow
			}
			v := i32(fp, in.a) & 1
			fp = frameCaller(fp)
			in = framePC(fp)
			setI(fp, in.a, v)
			pc = in.next(1 + uintptr(in.c))
			continue
		case opReturnB:
			if frameFlags(fp) != 0 {
				goto slow
			}
			v := int32(int8(i32(fp, in.a)))
			fp = frameCaller(fp)
			in = framePC(fp)
			setI(fp, in.a, v)
			pc = in.next(1 + uintptr(in.c))
			continue
		case opReturnC:
			if frameFlags(fp) != 0 {
				goto slow
			}
			v := int32(uint16(i32(fp, in.a)))
			fp = frameCaller(fp)
			in = framePC(fp)
			setI(fp, in.a, v)
			pc = in.next(1 + uintptr(in.c))
			continue
		case opReturnS:
			if frameFlags(fp) != 0 {
				goto slow
			}
			v := int32(int16(i32(fp, in.a)))
			fp = frameCaller(fp)
			in = framePC(fp)
			setI(fp, in.a, v)
			pc = in.next(1 + uintptr(in.c))
			continue
		case opCompiled:
			savePC(fp, in)
			ctx.FP = uint64(uintptr(fp))
			if pc = x.callCompiled(t, in, fp); pc == nil {
				return ctx.Exception == 0
			}
			fp = mem.Ptr(uintptr(ctx.FP))
			continue
		default:
			goto slow
		}

	taken:
		disp = in.e
	jump:
		// Every taken branch polls: loops have no other safepoint.
		pc = in.disp(disp)
		if ctx.Poll == 0 {
			continue
		}
		op, in = opPoll, pc
		goto slow

	call:
		// The callee's frame lies below the header of this one (vm/frame.go).
		{
			code := mem.AtomicLoad32(mb + vm.MethodCode) // before the size, which is set first
			nfp := unsafe.Add(fp, -vm.FrameHeader-int(mem.Load32(mb+vm.MethodFrameSize)))
			if code == 0 || ctx.Poll != 0 || uintptr(nfp) < uintptr(ctx.StackLimit) {
				savePC(fp, in)
				ctx.FP = uint64(uintptr(fp))
				if pc = x.slowCall(t, in, fp, mb); pc == nil {
					return false
				}
				fp = mem.Ptr(uintptr(ctx.FP))
				continue
			}
			to := nfp
			for n > 0 {
				*(*uint64)(to) = u64(fp, *(*uint16)(ap))
				ap = unsafe.Add(ap, 2)
				to = unsafe.Add(to, 8)
				n--
			}
			savePC(fp, in)
			*(*uint64)(unsafe.Add(nfp, vm.FrameCaller)) = uint64(uintptr(fp))
			*(*uint64)(unsafe.Add(nfp, vm.FrameMethod)) = uint64(mb)
			*(*uint64)(unsafe.Add(nfp, vm.FrameLock)) = 0
			*(*uint64)(unsafe.Add(nfp, vm.FramePC)) = 0
			fp = nfp
			pc = at(uintptr(code))
			continue
		}

	slow:
		savePC(fp, in)
		ctx.FP = uint64(uintptr(fp))
		if pc = x.slow(t, op, in, fp); pc == nil {
			return ctx.Exception == 0
		}
		fp = mem.Ptr(uintptr(ctx.FP))
	}
}
