package zip

import (
	"gojvm/native/internal/handles"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/zlib"
	"gojvm/vm"
)

func deflaterNatives() vm.NativeTable {
	array, memory := (*operands).array, (*operands).memory
	return vm.NativeTable{
		"java/util/zip/Deflater.init(IIZ)J":                      deflaterInit,
		"java/util/zip/Deflater.setDictionary(J[BII)V":           deflaterSetDictionary(array),
		"java/util/zip/Deflater.setDictionaryBuffer(JJI)V":       deflaterSetDictionary(memory),
		"java/util/zip/Deflater.deflateBytesBytes(J[BII[BIIII)J": deflate(array, array),
		"java/util/zip/Deflater.deflateBytesBuffer(J[BIIJIII)J":  deflate(array, memory),
		"java/util/zip/Deflater.deflateBufferBytes(JJI[BIIII)J":  deflate(memory, array),
		"java/util/zip/Deflater.deflateBufferBuffer(JJIJIII)J":   deflate(memory, memory),
		"java/util/zip/Deflater.getAdler(J)I":                    deflaterAdler,
		"java/util/zip/Deflater.reset(J)V":                       deflaterReset,
		"java/util/zip/Deflater.end(J)V":                         deflaterEnd,
	}
}

func deflaters(t *vm.Thread) *handles.Table[zlib.Deflater] { return handles.Of[zlib.Deflater](t) }

func deflaterInit(t *vm.Thread, a vm.Args) (vm.Value, error) {
	z, err := zlib.NewDeflater(int(a.Int(0)), zlib.Strategy(a.Int(1)), a.Bool(2))
	if err != nil {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", ""))
	}
	return nat.Long(deflaters(t).Add(z))
}

func deflaterSetDictionary(from source) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		z := deflaters(t).Get(a.Long(0))
		if z.SetDictionary(from(&operands{a, 1})) != zlib.OK {
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", ""))
		}
		return 0, nil
	}
}

// deflate makes the native that takes input and output that way; after them come
// the flush mode and the parameters: bit 0 that there are new ones, bits 1-2
// the strategy, bits 3 on the level.
func deflate(input, output source) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		z := deflaters(t).Get(a.Long(1))
		o := operands{a, 2}
		src := input(&o)
		dst := output(&o)
		flush, params := zlib.Flush(o.int()), o.int()
		if params&1 != 0 {
			nin, nout, st := z.SetParams(int(params>>3), zlib.Strategy(params>>1&3), dst, src)
			if st == zlib.OK || st == zlib.BufError {
				return packed(nin, nout, false, st == zlib.BufError)
			}
			return nat.Err(t.Throw("java/lang/InternalError", "stream error"))
		}
		nin, nout, st := z.Deflate(dst, src, flush)
		switch st {
		case zlib.OK, zlib.StreamEnd:
			return packed(nin, nout, st == zlib.StreamEnd, false)
		case zlib.BufError:
			return packed(0, 0, false, false)
		}
		return nat.Err(t.Throw("java/lang/InternalError", "stream error"))
	}
}

func deflaterAdler(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Int(int32(deflaters(t).Get(a.Long(0)).Adler()))
}

func deflaterReset(t *vm.Thread, a vm.Args) (vm.Value, error) {
	deflaters(t).Get(a.Long(0)).Reset()
	return 0, nil
}

func deflaterEnd(t *vm.Thread, a vm.Args) (vm.Value, error) {
	deflaters(t).Remove(a.Long(0))
	return 0, nil
}
