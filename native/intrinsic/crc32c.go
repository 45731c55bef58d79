package intrinsic

import (
	"hash/crc32"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// crc32cMethods are those of java.util.zip.CRC32C, which has no natives. The sum that they
// pass is the complement of the checksum.
func crc32cMethods() vm.NativeTable {
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	update := func(sum int32, p []byte) (vm.Value, error) {
		return nat.Int(int32(^crc32.Update(^uint32(sum), castagnoli, p)))
	}
	return vm.NativeTable{
		"updateBytes(I[BII)I": func(_ *vm.Thread, a vm.Args) (vm.Value, error) {
			from, to := a.Int(2), a.Int(3)
			if from >= to {
				return nat.Int(a.Int(0))
			}
			return update(a.Int(0), vm.ByteElems(a.Ref(1))[from:to]) // the callers have checked the range
		},
		"updateDirectByteBuffer(IJII)I": func(_ *vm.Thread, a vm.Args) (vm.Value, error) {
			from, to := a.Int(2), a.Int(3)
			if from >= to {
				return nat.Int(a.Int(0))
			}
			return update(a.Int(0), mem.Bytes(uintptr(a.Long(1))+uintptr(from), uintptr(to-from)))
		},
	}
}
