package intrinsic

import (
	"encoding/base64"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// maxBase64 is how many bytes are done without looking whether the thread is to stop; a
// multiple of 3 and of 4.
const maxBase64 = 3 << 18

// base64EncoderMethods: encodeBlock(source, from, to, destination, at, isURL) encodes whole groups of 3 bytes.
func base64EncoderMethods() vm.NativeTable {
	return vm.NativeTable{
		"encodeBlock([BII[BIZ)V": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			if a.Ref(1) == 0 || a.Ref(4) == 0 {
				return nat.NullPointer(t)
			}
			from, to, at := int(a.Int(2)), int(a.Int(3)), int(a.Int(5))
			to = max(to, from)
			to = from + (to-from+2)/3*3
			if n := vm.ArrayLen(a.Ref(1)); from < 0 || to > n { // its caller has checked the ranges
				return nat.Err(outOfBounds(t, from, n))
			}
			if n := vm.ArrayLen(a.Ref(4)); at < 0 || at+(to-from)/3*4 > n {
				return nat.Err(outOfBounds(t, at, n))
			}
			e := base64.StdEncoding
			if a.Bool(6) {
				e = base64.URLEncoding
			}
			for from < to {
				n := min(to-from, maxBase64)
				e.Encode(vm.ByteElems(a.Ref(4))[at:], vm.ByteElems(a.Ref(1))[from:from+n])
				from, at = from+n, at+n/3*4
				t.Poll()
			}
			return 0, nil
		},
	}
}

// decodeTable has the value of each character, more than 63 for those that have none.
type decodeTable [256]uint8

func newDecodeTable(digits string) *decodeTable {
	t := new(decodeTable)
	for i := range t {
		t[i] = 0xff
	}
	for i, c := range []byte(digits) {
		t[c] = uint8(i)
	}
	return t
}

// decode decodes whole groups of 4 characters up to the first that has one without a value, or, which
// full tells, finds no room. Go's decoder does not serve: it skips the ends of lines.
func (t *decodeTable) decode(to, from []byte) (n int, full bool) {
	for len(from) >= 4 {
		a, b, c, d := t[from[0]], t[from[1]], t[from[2]], t[from[3]]
		if a|b|c|d > 63 {
			break
		}
		if len(to)-n < 3 {
			return n, true
		}
		bits := uint32(a)<<18 | uint32(b)<<12 | uint32(c)<<6 | uint32(d)
		to := to[n : n+3]
		to[0], to[1], to[2] = byte(bits>>16), byte(bits>>8), byte(bits)
		n += 3
		from = from[4:]
	}
	return n, false
}

// base64DecoderMethods: decodeBlock(source, from, to, destination, at, isURL, isMIME) returns how many
// bytes it made.
func base64DecoderMethods() vm.NativeTable {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	std, url := newDecodeTable(digits+"+/"), newDecodeTable(digits+"-_")
	return vm.NativeTable{
		"decodeBlock([BII[BIZZ)I": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			if a.Ref(1) == 0 || a.Ref(4) == 0 {
				return nat.NullPointer(t)
			}
			from, to, at := int(a.Int(2)), int(a.Int(3)), int(a.Int(5))
			if n := vm.ArrayLen(a.Ref(1)); from < 0 || to > n { // its caller has checked the ranges
				return nat.Err(outOfBounds(t, from, n))
			}
			table := std
			if a.Bool(6) {
				table = url
			}
			to = from + max(to-from, 0)&^3
			first := at
			for from < to {
				n := min(to-from, maxBase64)
				out := vm.ByteElems(a.Ref(4))
				done, full := table.decode(out[min(max(at, 0), len(out)):], vm.ByteElems(a.Ref(1))[from:from+n])
				at += done
				from += done / 3 * 4
				if full {
					return nat.Err(outOfBounds(t, at, len(out)))
				}
				if done < n/4*3 {
					break
				}
				t.Poll()
			}
			return nat.Int(int32(at - first))
		},
	}
}
