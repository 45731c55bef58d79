package zip

import (
	"gojvm/native/internal/handles"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/zlib"
	"gojvm/vm"
)

func inflaterNatives() vm.NativeTable {
	array, memory := (*operands).array, (*operands).memory
	return vm.NativeTable{
		"java/util/zip/Inflater.initIDs()V":                    nat.Nothing,
		"java/util/zip/Inflater.init(Z)J":                      inflaterInit,
		"java/util/zip/Inflater.setDictionary(J[BII)V":         inflaterSetDictionary(array),
		"java/util/zip/Inflater.setDictionaryBuffer(JJI)V":     inflaterSetDictionary(memory),
		"java/util/zip/Inflater.inflateBytesBytes(J[BII[BII)J": inflate(array, array),
		"java/util/zip/Inflater.inflateBytesBuffer(J[BIIJI)J":  inflate(array, memory),
		"java/util/zip/Inflater.inflateBufferBytes(JJI[BII)J":  inflate(memory, array),
		"java/util/zip/Inflater.inflateBufferBuffer(JJIJI)J":   inflate(memory, memory),
		"java/util/zip/Inflater.getAdler(J)I":                  inflaterAdler,
		"java/util/zip/Inflater.reset(J)V":                     inflaterReset,
		"java/util/zip/Inflater.end(J)V":                       inflaterEnd,
	}
}

type inflaterFields struct {
	InputConsumed  *vm.Field `java:"java/util/zip/Inflater.inputConsumed:I"`
	OutputConsumed *vm.Field `java:"java/util/zip/Inflater.outputConsumed:I"`
}

func inflaters(t *vm.Thread) *handles.Table[zlib.Inflater] { return handles.Of[zlib.Inflater](t) }

func inflaterInit(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(inflaters(t).Add(zlib.NewInflater(a.Bool(0))))
}

func inflaterSetDictionary(from source) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		z := inflaters(t).Get(a.Long(0))
		if z.SetDictionary(from(&operands{a, 1})) != zlib.OK {
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", ""))
		}
		return 0, nil
	}
}

// The result of a call of a codec, in one long:
//
//	bits 0-30   bytes of input used
//	bits 31-61  bytes of output written
//	bit 62      the stream ended
//	bit 63      inflating: a dictionary is needed; deflating: parameters are not yet set
func packed(nin, nout int, end, other bool) (vm.Value, error) {
	r := int64(nin) | int64(nout)<<31
	if end {
		r |= 1 << 62
	}
	if other {
		r |= -1 << 63
	}
	return nat.Long(r)
}

// inflate makes the native that takes input and output that way.
func inflate(input, output source) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		f, err := vm.Bound[inflaterFields](t)
		if err != nil {
			return 0, err
		}
		z := inflaters(t).Get(a.Long(1))
		o := operands{a, 2}
		src := input(&o)
		dst := output(&o)
		nin, nout, st := z.Inflate(dst, src)
		switch st {
		case zlib.OK, zlib.StreamEnd, zlib.NeedDict:
			return packed(nin, nout, st == zlib.StreamEnd, st == zlib.NeedDict)
		case zlib.BufError:
			return packed(0, 0, false, false)
		}
		a.Object(0).SetInt(f.InputConsumed.Offset, int32(nin))
		a.Object(0).SetInt(f.OutputConsumed.Offset, int32(nout))
		return nat.Err(t.Throw("java/util/zip/DataFormatException", z.Msg()))
	}
}

func inflaterAdler(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Int(int32(inflaters(t).Get(a.Long(0)).Adler()))
}

func inflaterReset(t *vm.Thread, a vm.Args) (vm.Value, error) {
	inflaters(t).Get(a.Long(0)).Reset()
	return 0, nil
}

func inflaterEnd(t *vm.Thread, a vm.Args) (vm.Value, error) {
	inflaters(t).Remove(a.Long(0))
	return 0, nil
}
