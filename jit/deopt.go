package jit

import (
	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// trapReason is the number of a guard: why compiled code is left for the interpreter.
type trapReason int64

const (
	trapUnresolved trapReason = iota // something was not resolved or initialized
	trapException                    // the instruction throws
	trapRare                         // a case that is not compiled
	trapHoisted                      // bounds checks of a loop, all at once: they may hold one by one
	trapBranch                       // a branch goes where it has never gone
	trapClass                        // an object is of a class that was not seen there
	trapNull                         // a reference is null where that was not seen, or the other way round
)

// failed serves a guard that failed: the frame goes on in the interpreter, which
// executes the instruction again.
func (j *JIT) failed(t *vm.Thread) vm.Outcome {
	pos := stand(t.Ctx)
	p := j.physicalAt(pos)
	j.trapped(&p, trapReason(p.site.Number))
	if err := j.rebuild(t, &p); err != nil {
		return j.Unwind(t, pos)
	}
	return vm.Outcome{Kind: vm.CompiledCalls}
}

// rebuild replaces the compiled frame p, the innermost one, by interpreter frames:
//
//	before                      after
//	caller                      caller
//	  [return address] <- ret     [return address]
//	compiled frame              interpreter frame of the outermost method
//	  of a method and what is     ...
//	  inlined into it           interpreter frame of the innermost method
//
// When the caller is an entry stub the outermost method goes on in the carrier,
// which has room for it. Context.FP is then the innermost frame. The error is that
// there is no memory for code; nothing has been done then.
func (j *JIT) rebuild(t *vm.Thread, p *physical) error {
	d := p.data()
	points := make([]uintptr, len(d.frames))
	for i, f := range d.frames {
		at, err := f.method.Code().PointAt(f.bci)
		if err != nil {
			return t.ThrowOutOfMemory("Metaspace")
		}
		points[i] = at
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	made, err := makeObjects(t, p.site.Objects)
	if err != nil {
		return err
	}
	values := d.join(p.values(t.Ctx), p.site.Objects)
	fillObjects(t, p.site.Objects, made, values)
	up := j.physicalAt(p.ret)
	base, caller := p.ret, p.ret|1
	flags := uint32(vm.FrameCompiledCaller)
	end := d.frameSize()
	for i := len(d.frames) - 1; i >= 0; i-- {
		f := d.frames[i]
		n := f.size()
		size := uintptr(mem.Load32(f.method.Block + vm.MethodFrameSize))
		fp := (base &^ 7) - size
		if i == len(d.frames)-1 && up.isStub() {
			fp = carrierOf(up.ret)
			mem.Store32(fp-12, mem.Load32(fp-12)&^vm.FrameCarrier)
		} else {
			pushFrame(fp, caller, f.method.Block, flags)
		}
		f.fill(fp, size, values[end-n:end])
		mem.Store64(fp-24, uint64(points[i]))
		end -= n
		base, caller, flags = fp-vm.FrameHeader, fp, 0
	}
	t.Ctx.FP = uint64(caller)
	return nil
}

// values reads the values of the frame state.
func (p *physical) values(ctx *vm.Context) []uint64 {
	values := make([]uint64, len(p.site.State))
	for i, place := range p.site.State {
		values[i] = p.value(ctx, place)
	}
	return values
}

// join puts the halves of the i64 among the values together, if they were split: then the
// high halves follow behind all values (see ssa.FrameState).
func (d *frameData) join(values []uint64, objects []ssa.VirtualObject) []uint64 {
	n := d.size()
	for i := range objects {
		n += len(objects[i].Fields)
	}
	highs := values[n:]
	values = values[:n]
	at := 0
	for _, f := range d.frames {
		for k, s := range f.slots {
			if s.typ == ssa.I64 && len(highs) > 0 {
				values[at+k] = uint64(uint32(values[at+k])) | highs[0]<<32
				highs = highs[1:]
			}
		}
		at += f.size()
	}
	for i := range objects {
		for k, x := range objects[i].Fields {
			if v := &values[objects[i].First+k]; x.Type == ssa.I64 && len(highs) > 0 {
				*v = uint64(uint32(*v)) | highs[0]<<32
				highs = highs[1:]
			}
		}
	}
	return values
}

// value reads what is at place in the frame.
func (p *physical) value(ctx *vm.Context, place codegen.Place) uint64 {
	switch place.Kind {
	case codegen.PlaceStack:
		return mem.Load64(p.sp + uintptr(place.N))
	case codegen.PlaceInt:
		return ctx.IntRegs[place.N]
	case codegen.PlaceFloat:
		return ctx.FloatRegs[place.N]
	}
	return p.entry.Code.Constant(place)
}

// fill sets the registers of the frame at fp, and its lock. The others become zero:
// they are dead, and whatever was there is no reference any more.
func (f *frameShape) fill(fp, size uintptr, values []uint64) {
	mem.Zero(fp, size)
	for k, s := range f.slots {
		v := values[k]
		if s.typ != ssa.I64 && s.typ != ssa.F64 {
			v = uint64(uint32(v))
		}
		mem.Store64(fp+uintptr(s.reg)*8, v)
	}
	if f.lock {
		mem.Store32(fp-32, uint32(values[len(f.slots)]))
		mem.Store32(fp-12, mem.Load32(fp-12)|vm.FrameLocked)
	}
}
