package intrinsic

import (
	"math/bits"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// bigIntegerMethods are the inner loops of java.math.BigInteger, which HotSpot has as
// intrinsics too. Its numbers are int[] with the most significant word first; here they are
// taken apart into 64-bit limbs, the least significant first, so that a product of two words by
// two words is one multiplication.
//
// The arguments are what the library passes; others, and arrays that are changed while they are
// read, are left to the Java code.
func bigIntegerMethods() vm.NativeTable {
	return vm.NativeTable{
		"implMultiplyToLen([II[II[I)[I": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			x, m, y, n, z := a.Ref(0), int(a.Int(1)), a.Ref(2), int(a.Int(3)), a.Ref(4)
			if !holds(x, 1, m) || !holds(y, 1, n) || z != 0 && (z == x || z == y) {
				return javaBigInteger(t, a, "implMultiplyToLen", "([II[II[I)[I")
			}
			return multiplyToLen(t, a)
		},
		"implMulAdd([I[IIII)I": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			out, in, offset, n := a.Ref(0), a.Ref(1), int(a.Int(2)), int(a.Int(3))
			if offset < 0 || !holds(in, 0, n) || !holds(out, 0, offset+n) {
				return javaBigInteger(t, a, "implMulAdd", "([I[IIII)I")
			}
			return nat.Int(mulAdd(vm.IntElems(out), vm.IntElems(in), offset, n, a.Int(4)))
		},
		"implSquareToLen([II[II)[I": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			x, n, z := a.Ref(0), int(a.Int(1)), a.Ref(2)
			if !holds(x, 1, n) || !holds(z, 2, 2*n) || int(a.Int(3)) != 2*n || vm.ArrayLen(z) != 2*n || x == z {
				return javaBigInteger(t, a, "implSquareToLen", "([II[II)[I")
			}
			square(vm.IntElems(z), vm.IntElems(x)[:n])
			return nat.Ref(z, nil)
		},
		"montReduce([I[III)[I": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			n, mod, k, inv := a.Ref(0), a.Ref(1), int(a.Int(2)), a.Int(3)
			if !holds(mod, 1, k) || !holds(n, 2, 2*k) || vm.ArrayLen(n) != 2*k || vm.IntElems(mod)[k-1]*inv != -1 || n == mod {
				return javaBigInteger(t, a, "montReduce", "([I[III)[I")
			}
			montReduce(vm.IntElems(n), vm.IntElems(mod)[:k], uint32(inv))
			return nat.Ref(n, nil)
		},
	}
}

// holds reports whether array is one of n or more elements, and n at least least.
func holds(array vm.Ref, least, n int) bool {
	return array != 0 && n >= least && n <= vm.ArrayLen(array)
}

// javaBigInteger runs the Java code of a method.
func javaBigInteger(t *vm.Thread, a vm.Args, name, desc string) (vm.Value, error) {
	c, err := t.VM.Linker.FindClass(t, t.VM.BootLoader, "java/math/BigInteger")
	if err != nil {
		return nat.Err(err)
	}
	return t.RunPlain(c.DeclaredMethod(name, desc), a)
}

// maxLimbs is how many limbs need no memory of Go's heap.
const maxLimbs = 64

// limbs appends the limbs of a number.
func limbs(to []uint64, words []int32) []uint64 {
	i := len(words)
	for ; i >= 2; i -= 2 {
		to = append(to, uint64(uint32(words[i-2]))<<32|uint64(uint32(words[i-1])))
	}
	if i == 1 {
		to = append(to, uint64(uint32(words[0])))
	}
	return to
}

// setWords sets all of a number to what its limbs are.
func setWords(words []int32, from []uint64) {
	for i, k := len(words)-1, 0; i >= 0; i, k = i-1, k+1 {
		words[i] = int32(from[k/2] >> (32 * (k & 1)))
	}
}

// addMul adds x*k to z, which has as many limbs, and returns the carry.
func addMul(z, x []uint64, k uint64) uint64 {
	z = z[:len(x)]
	var carry uint64
	for i, w := range x {
		hi, lo := bits.Mul64(w, k)
		var c uint64
		lo, c = bits.Add64(lo, carry, 0)
		hi += c
		z[i], c = bits.Add64(z[i], lo, 0)
		carry = hi + c
	}
	return carry
}

// multiplyToLen multiplies the first xlen words of x by the first ylen of y, into the first
// xlen+ylen words of z, or of a new array if z is null or too short.
func multiplyToLen(t *vm.Thread, a vm.Args) (vm.Value, error) {
	m, n := int(a.Int(1)), int(a.Int(3))
	var xs, ys [maxLimbs]uint64
	var zs [2 * maxLimbs]uint64
	x, y := limbs(xs[:0], vm.IntElems(a.Ref(0))[:m]), limbs(ys[:0], vm.IntElems(a.Ref(2))[:n])
	z := zs[:]
	if k := len(x) + len(y); k > len(z) {
		z = make([]uint64, k)
	}
	for i, w := range x {
		z[i+len(y)] = addMul(z[i:], y, w)
	}
	to := a.Ref(4)
	if to == 0 || vm.ArrayLen(to) < m+n {
		r, err := t.NewPrimArray(vm.KindInt, m+n)
		if err != nil {
			return nat.Err(err)
		}
		to = r
	}
	setWords(vm.IntElems(to)[:m+n], z)
	return nat.Ref(to, nil)
}

// square sets z to the square of x, which has half as many words: each product of two different
// limbs once, doubled, and the squares of the limbs.
func square(words, x []int32) {
	var xs [maxLimbs]uint64
	var zs [2 * maxLimbs]uint64
	l := limbs(xs[:0], x)
	z := zs[:]
	if k := 2 * len(l); k > len(z) {
		z = make([]uint64, k)
	}
	z = z[:2*len(l)]
	for i, w := range l[:len(l)-1] {
		z[i+len(l)] = addMul(z[2*i+1:], l[i+1:], w)
	}
	var carry, top uint64
	for i, w := range l {
		hi, lo := bits.Mul64(w, w)
		a, b := z[2*i], z[2*i+1]
		top, a, b = b>>63, a<<1|top, b<<1|a>>63
		z[2*i], carry = bits.Add64(a, lo, carry)
		z[2*i+1], carry = bits.Add64(b, hi, carry)
	}
	setWords(words, z)
}

// mulAdd adds in*k to out, offset words above its end, and returns the carry.
func mulAdd(out, in []int32, offset, n int, k int32) int32 {
	w, carry := uint64(uint32(k)), uint64(0)
	to := out[:len(out)-offset]
	for j, i := n-1, len(to)-1; j >= 0; j, i = j-1, i-1 {
		p := uint64(uint32(in[j]))*w + uint64(uint32(to[i])) + carry
		to[i], carry = int32(p), p>>32
	}
	return int32(carry)
}

// montReduce makes n, of twice the words of mod, a product to be reduced: multiples of mod that
// make the lower half 0 are added, and mod is subtracted from the upper half while that is not less
// (Montgomery: Modular Multiplication Without Trial Division, 1985). inv is -1/mod, modulo 2^32.
func montReduce(n, mod []int32, inv uint32) {
	var ps [2 * maxLimbs]uint64
	var ms [maxLimbs]uint64
	p, m := limbs(ps[:0], n), limbs(ms[:0], mod)
	// Newton: the inverse to twice as many bits.
	inverse := uint64(inv)
	inverse *= 2 + m[0]*inverse
	var carries uint64 // beyond n
	add := func(at int, q uint64) {
		c := addMul(p[at:], m, q)
		for i := at + len(m); i < len(p) && c != 0; i++ {
			p[i], c = bits.Add64(p[i], c, 0)
		}
		carries += c
	}
	k := len(mod)
	for i := range k / 2 {
		add(i, p[i]*inverse)
	}
	if k%2 != 0 {
		add(k/2, uint64(uint32(p[k/2])*inv))
	}
	setWords(n, p)
	up := n[:k]
	for carries > 0 {
		carries -= subtract(up, mod)
	}
	for !less(up, mod) {
		subtract(up, mod)
	}
}

// subtract subtracts y from x and returns the borrow.
func subtract(x, y []int32) uint64 {
	var borrow uint32
	for i := len(x) - 1; i >= 0; i-- {
		var d uint32
		d, borrow = bits.Sub32(uint32(x[i]), uint32(y[i]), borrow)
		x[i] = int32(d)
	}
	return uint64(borrow)
}

// less reports whether x < y.
func less(x, y []int32) bool {
	for i := range x {
		if x[i] != y[i] {
			return uint32(x[i]) < uint32(y[i])
		}
	}
	return false
}
