package profile

import (
	"encoding/binary"
	"unsafe"

	"gojvm/vm"
)

const wordSize = unsafe.Sizeof(uintptr(0))

// stack is a copy of the inner part of a Java stack, whose thread runs on.
type stack struct {
	base uintptr // where it was
	data []byte
}

func (s *stack) load64(addr uintptr) (uint64, bool) {
	off := addr - s.base
	if off+8 > uintptr(len(s.data)) || off+8 < 8 {
		return 0, false
	}
	return binary.LittleEndian.Uint64(s.data[off:]), true
}

func (s *stack) load32(addr uintptr) (uint32, bool) {
	off := addr - s.base
	if off+4 > uintptr(len(s.data)) || off+4 < 4 {
		return 0, false
	}
	return binary.LittleEndian.Uint32(s.data[off:]), true
}

func (s *stack) loadWord(addr uintptr) (uintptr, bool) {
	if wordSize == 4 {
		v, ok := s.load32(addr)
		return uintptr(v), ok
	}
	v, ok := s.load64(addr)
	return uintptr(v), ok
}

// methods finds methods by their blocks without looking at memory: what a copy holds at the
// place of a block need not be one.
type methods struct {
	vm      *vm.VM
	seen    uint32
	byBlock map[uintptr]*vm.Method
}

func (m *methods) at(block uintptr) *vm.Method {
	if x := m.byBlock[block]; x != nil {
		if m.vm.MethodByID(x.ID) == x {
			return x
		}
		delete(m.byBlock, block) // unloaded; another may have its block now
	}
	if m.byBlock == nil {
		m.byBlock = map[uintptr]*vm.Method{}
	}
	for {
		m.seen++
		x := m.vm.MethodByID(m.seen)
		if x == nil && m.seen >= m.vm.MethodCount() {
			m.seen--
			return m.byBlock[block]
		}
		if x != nil && x.Block != 0 {
			m.byBlock[x.Block] = x
		}
	}
}

// walker walks a copy and makes locations of what it finds.
type walker struct {
	*profile
	stack
	methods *methods
	out     []uint64
	native  bool // the innermost frame is that of a native method
}

// method returns the method of the interpreter's frame at fp, nil if there is no such frame.
func (w *walker) method(fp uintptr) *vm.Method {
	block, ok := w.load32(fp - uintptr(-vm.FrameMethod))
	if !ok || fp%8 != 0 {
		return nil
	}
	return w.methods.at(uintptr(block))
}

// from walks from link fp, as vm/frame.go has it. pc, if not 0, is where the frame of the
// interpreter at fp stands.
func (w *walker) from(fp, pc uintptr) {
	for fp != 0 {
		if fp&1 != 0 {
			at, ok := w.loadWord(fp &^ 1)
			if !ok {
				w.lose()
				return
			}
			if fp, ok = w.step(at, fp&^1+wordSize, true); !ok {
				return
			}
			continue
		}
		m := w.method(fp)
		flags, _ := w.load32(fp - uintptr(-vm.FrameFlags))
		caller, ok := w.load64(fp - uintptr(-vm.FrameCaller))
		if m == nil || !ok {
			w.lose()
			return
		}
		if pc == 0 {
			p, _ := w.load64(fp - uintptr(-vm.FramePC))
			pc = uintptr(p)
		}
		f := frame{m, -1}
		if flags&vm.FrameNative == 0 {
			f.bci = 0
			if c := m.Code(); c != nil && c.Contains(pc) {
				f.bci = c.BCI(pc)
			}
		} else if len(w.out) == 0 {
			w.native = true
		}
		w.out = append(w.out, w.java(f))
		pc = 0
		if c := uintptr(caller); c != 0 && c <= fp {
			w.lose()
			return
		} else {
			fp = c
		}
	}
}

// step walks over the compiled frame at pc and returns the link to its caller.
func (w *walker) step(pc, sp uintptr, returned bool) (uintptr, bool) {
	var s vm.CompiledFrame
	ok := false
	if c := w.vm.Compiler; c != nil {
		s, ok = c.Step(pc, sp, returned, w.loadWord)
	}
	if !ok {
		w.lose()
		return 0, false
	}
	if len(s.Scopes) > 0 {
		w.out = append(w.out, w.compiled(s.PC, s.Scopes))
	} else if len(w.out) == 0 && s.Name != "" {
		w.out = append(w.out, w.named("["+s.Name+"]"))
	}
	return s.Caller, true
}

// lose notes that the outer frames are not known.
func (w *walker) lose() { w.out = append(w.out, w.named("[unknown caller]")) }

// inLoop walks from where the interpreter's loop was interrupted. The addresses of its frame
// and of its instruction are in registers or were spilled: they are the pair that fits
// together. Words are the registers, then Go's stack, which may hold former ones, so that
// registers come first.
func (w *walker) inLoop(words []uintptr, registers int, fallback uintptr) {
	for _, part := range [...][2]int{{registers, registers}, {registers, len(words)}, {len(words), len(words)}} {
		var fp, pc uintptr
		for _, f := range words[:part[0]] {
			if fp != 0 && f >= fp {
				continue // the innermost
			}
			m := w.method(f)
			if m == nil || m.Code() == nil {
				continue
			}
			if p := instruction(m.Code(), words[:part[1]]); p != 0 {
				fp, pc = f, p
			}
		}
		if fp != 0 {
			w.from(fp, pc)
			return
		}
	}
	w.from(fallback, 0)
}

// instruction returns the word that is an instruction of c, 0 if there is none. The loop holds
// the present instruction, and mostly the next one.
func instruction(c vm.Code, words []uintptr) uintptr {
	var found uintptr
	for _, p := range words {
		if c.Contains(p) && (found == 0 || p < found && found-p <= 64) {
			found = p
		}
	}
	return found
}
