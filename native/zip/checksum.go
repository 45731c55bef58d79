package zip

import (
	"hash/crc32"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/zlib"
	"gojvm/vm"
)

func checksumNatives() vm.NativeTable {
	array := (*operands).array
	return vm.NativeTable{
		"java/util/zip/CRC32.update(II)I":               updateByte(crc),
		"java/util/zip/CRC32.updateBytes0(I[BII)I":      update(crc, array),
		"java/util/zip/CRC32.updateByteBuffer0(IJII)I":  update(crc, (*operands).memoryRange),
		"java/util/zip/Adler32.update(II)I":             updateByte(zlib.Adler32),
		"java/util/zip/Adler32.updateBytes(I[BII)I":     update(zlib.Adler32, array),
		"java/util/zip/Adler32.updateByteBuffer(IJII)I": update(zlib.Adler32, (*operands).memoryRange),
	}
}

// checksum continues a checksum with bytes.
type checksum func(sum uint32, p []byte) uint32

func crc(sum uint32, p []byte) uint32 { return crc32.Update(sum, crc32.IEEETable, p) }

func updateByte(f checksum) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		return nat.Int(int32(f(uint32(a.Int(0)), []byte{byte(a.Int(1))})))
	}
}

func update(f checksum, from source) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		return nat.Int(int32(f(uint32(a.Int(0)), from(&operands{a, 1}))))
	}
}

// memoryRange takes the arguments long address, int off, int len.
func (o *operands) memoryRange() []byte {
	addr, off, n := uintptr(o.a.Long(o.i)), uintptr(o.a.Int(o.i+1)), uintptr(o.a.Int(o.i+2))
	o.i += 3
	return mem.Bytes(addr+off, n)
}
