package codecache

import (
	"encoding/binary"
	"fmt"
	"sync/atomic"
	"unsafe"

	"gojvm/codegen/asm"
)

// Patching while other threads run.
//
// A store that is aligned and at most 8 bytes wide is seen by other processors as a whole,
// by their instruction fetch too. So each patch is one such store, of a field that no
// instruction boundary divides in either state:
//
//   - A redirected function begins with a jump of 2 bytes to its slot. Its first instruction
//     has at least 2 bytes or does not go on to the next, so nobody can be in the middle of
//     them. The slot holds a jump to the new address; when that changes, the store covers the
//     whole displacement or address.
//   - A direct call has a displacement of 4 bytes, which is patched if it lies inside of 8
//     aligned bytes. If not, it needs threads that are stopped, or a callee that is redirected.
//
// After a patch all processors are made to drop what they have fetched, so that no thread
// goes the old way once the method has returned.

// jump to the slot: the displacement counts from behind its 2 bytes.
const toSlot = 0xeb | (0x100-unit-2)<<8

// Redirect lets all calls of e go to target from now on, until it is called again. Threads
// that are in e stay there.
func (c *Cache) Redirect(e *Entry, target uintptr) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.released {
		return fmt.Errorf("code cache: %s is released", e.Code.Name)
	}
	if e.size < 2 {
		return fmt.Errorf("code cache: %s is too short to be redirected", e.Code.Name)
	}
	entry := int(e.Addr - c.base)
	slot := entry - unit
	// Both forms of the slot begin alike: FF 25 is an indirect jump through the address in its
	// second half, which has the width of a pointer.
	first := c.redirected(entry)
	if !first {
		head := [8]byte{0xff, 0x25}
		if unsafe.Sizeof(target) == 8 {
			binary.LittleEndian.PutUint32(head[2:], 2) // relative to the end, 2 bytes before the address
		} else {
			binary.LittleEndian.PutUint32(head[2:], uint32(c.base)+uint32(slot+8))
		}
		c.store8(slot, binary.LittleEndian.Uint64(head[:]))
	}
	c.store8(slot+8, uint64(target))
	if !first {
		old := *(*uint32)(unsafe.Pointer(&c.write[entry]))
		atomic.StoreUint32((*uint32)(unsafe.Pointer(&c.write[entry])), old&^0xffff|toSlot)
	}
	syncCores()
	return nil
}

// redirected reports whether a function begins with the jump to its slot.
func (c *Cache) redirected(entry int) bool {
	return binary.LittleEndian.Uint16(c.write[entry:]) == toSlot
}

// store8 stores 8 bytes at an aligned offset, as a whole.
func (c *Cache) store8(off int, x uint64) {
	atomic.StoreUint64((*uint64)(unsafe.Pointer(&c.write[off])), x)
}

// Retarget lets the direct calls in e that go to old go to callee instead. It returns how
// many calls it had to leave alone, because they cannot be patched while threads run; with
// stopped, which says that no thread runs in e, it patches all.
func (c *Cache) Retarget(e, old, callee *Entry, stopped bool) (left int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.released || callee.released {
		return 0, fmt.Errorf("code cache: %s or %s is released", e.Code.Name, callee.Code.Name)
	}
	done := 0
	for _, r := range e.Code.Relocs {
		if r.Kind != asm.RelocCall || e.calls[r.Off] != old {
			continue
		}
		at := int(e.Addr-c.base) + r.Off
		var field [4]byte
		if err := relocate(field[:], e.Addr+uintptr(r.Off), asm.Reloc{Kind: r.Kind, Sym: r.Sym, Addend: r.Addend}, callee.Addr); err != nil {
			return left, err
		}
		switch {
		case at%8 <= 4:
			word := c.write[at&^7:][:8]
			var x [8]byte
			copy(x[:], word)
			copy(x[at%8:], field[:])
			c.store8(at&^7, binary.LittleEndian.Uint64(x[:]))
		case stopped:
			copy(c.write[at:], field[:])
		default:
			left++
			continue
		}
		e.link(r.Off, callee)
		done++
	}
	if done > 0 {
		syncCores()
	}
	return left, nil
}
