package jimage

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
)

// A compressed resource (jlink --compress) is wrapped in one header per
// compressor that was applied, the last one outermost:
//
//	+0  u4 magic
//	+4  u8 compressed size
//	+12 u8 uncompressed size
//	+20 u4 name of the decompressor, in the strings
//	+24 u4 its configuration
//	+28 u1 set in the innermost header
const (
	compressMagic  = 0xCAFEFAFA
	compressHeader = 29

	// maxResource bounds what a hostile image can make us allocate.
	maxResource = 1 << 30
)

func (im *Image) decompress(r *Resource, b []byte) ([]byte, error) {
	for {
		if len(b) < compressHeader || binary.LittleEndian.Uint32(b) != compressMagic {
			return nil, corrupt("%s has no compression header", r.Name())
		}
		packed, size := binary.LittleEndian.Uint64(b[4:]), binary.LittleEndian.Uint64(b[12:])
		name, err := im.str(uint64(binary.LittleEndian.Uint32(b[20:])))
		if err != nil {
			return nil, err
		}
		terminal := b[28] != 0
		b = b[compressHeader:]
		if packed > uint64(len(b)) || size > maxResource {
			return nil, corrupt("%s: %d bytes are said to unpack to %d", r.Name(), packed, size)
		}
		if name != "zip" {
			return nil, fmt.Errorf("jimage: %s is compressed by %q, which is not supported", r.Name(), name)
		}
		z, err := zlib.NewReader(bytes.NewReader(b[:packed]))
		if err != nil {
			return nil, corrupt("%s: %v", r.Name(), err)
		}
		// Read one byte more than promised: the sizes must agree.
		out, err := io.ReadAll(io.LimitReader(z, int64(size)+1))
		if err != nil || uint64(len(out)) != size {
			return nil, corrupt("%s does not unpack to %d bytes", r.Name(), size)
		}
		b = out
		if terminal {
			return b, nil
		}
	}
}
