// Package jimage reads the run-time image of a JDK, the file lib/modules: all
// classes and resources of the platform's modules in one file with a perfect
// hash index.
//
//	+0                header: 7 x u4 (magic, version, flags, resource count,
//	                  table length T, bytes of locations, bytes of strings)
//	+28               redirect table   T x s4
//	+28+4T            offset table     T x u4, into the locations
//	+28+8T            locations        attribute streams, one per resource
//	  ...             strings          NUL-terminated modified UTF-8
//	+index size       contents
//
// The file is mapped, not read: contents that are not compressed are slices of
// the mapping. The package knows nothing of classes or of the virtual machine.
//
// Invariant: no input makes it panic; what is out of bounds is an error.
package jimage

import (
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	magic        = 0xCAFEDADA
	magicSwapped = 0xDADAFECA
	majorVersion = 1
	headerSize   = 28

	hashSeed   = 0x01000193
	hashFactor = 0x01000193
)

// ErrCorrupt is wrapped by every error about the form of an image.
var ErrCorrupt = errors.New("jimage: corrupt image")

func corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
}

// Image is an open run-time image. It is safe for concurrent use.
type Image struct {
	data      []byte // the whole file
	length    uint32 // T
	redirect  []byte
	offsets   []byte
	locations []byte
	strings   []byte
	contents  []byte
	unmap     func() error
}

// Parse reads the index of an image that lies in data, which must not change.
func Parse(data []byte) (*Image, error) {
	if len(data) < headerSize {
		return nil, corrupt("%d bytes are no header", len(data))
	}
	word := func(i int) uint32 { return binary.LittleEndian.Uint32(data[4*i:]) }
	switch word(0) {
	case magic:
	case magicSwapped:
		return nil, fmt.Errorf("jimage: image of a big-endian host")
	default:
		return nil, corrupt("bad magic number %#x", word(0))
	}
	if v := word(1); v>>16 != majorVersion {
		return nil, fmt.Errorf("jimage: version %d.%d is not supported", v>>16, v&0xffff)
	}
	t, locs, strs := uint64(word(4)), uint64(word(5)), uint64(word(6))
	index := headerSize + 8*t + locs + strs
	if t == 0 || index > uint64(len(data)) {
		return nil, corrupt("index of %d bytes in a file of %d", index, len(data))
	}
	im := &Image{data: data, length: uint32(t)}
	rest := data[headerSize:]
	cut := func(n uint64) []byte {
		s := rest[:n:n]
		rest = rest[n:]
		return s
	}
	im.redirect, im.offsets = cut(4*t), cut(4*t)
	im.locations, im.strings = cut(locs), cut(strs)
	im.contents = rest
	return im, nil
}

// Close releases the mapping; slices returned before must not be used any more.
func (im *Image) Close() error {
	if im.unmap == nil {
		return nil
	}
	return im.unmap()
}

// Bytes returns the whole image as it lies in memory.
func (im *Image) Bytes() []byte { return im.data }

// Resource is an entry of the image.
type Resource struct {
	Module, Parent, Base, Ext string // "java.base", "java/lang", "Object", "class"
	offset                    uint64
	compressed, size          uint64
}

// Name returns the full name, "/java.base/java/lang/Object.class".
func (r *Resource) Name() string {
	s := ""
	if r.Module != "" {
		s = "/" + r.Module + "/"
	}
	if r.Parent != "" {
		s += r.Parent + "/"
	}
	s += r.Base
	if r.Ext != "" {
		s += "." + r.Ext
	}
	return s
}

// Size returns the number of bytes of the resource's content.
func (r *Resource) Size() uint64 { return r.size }

// key is a name in three parts, "/" + module + "/" + path + ext, that is hashed
// and compared without being put together.
type key struct{ module, path, ext string }

func (k key) hash(seed uint32) uint32 {
	seed = seed*hashFactor ^ '/'
	seed = hashString(seed, k.module)
	seed = seed*hashFactor ^ '/'
	seed = hashString(seed, k.path)
	seed = hashString(seed, k.ext)
	return seed & 0x7FFFFFFF
}

func hashString(seed uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		seed = seed*hashFactor ^ uint32(s[i])
	}
	return seed
}

// Find looks the resource /module/path up, as in ("java.base", "java/lang/Object.class").
// An absent one is nil without error.
func (im *Image) Find(module, path string) (*Resource, error) {
	return im.find(key{module, path, ""})
}

// FindClass looks the class file of the class with that internal name up.
func (im *Image) FindClass(module, class string) (*Resource, error) {
	return im.find(key{module, class, ".class"})
}

func (im *Image) find(k key) (*Resource, error) {
	i := k.hash(hashSeed) % im.length
	switch v := int32(binary.LittleEndian.Uint32(im.redirect[4*i:])); {
	case v < 0:
		i = uint32(-1 - v)
	case v > 0:
		i = k.hash(uint32(v)) % im.length
	default:
		return nil, nil
	}
	r, err := im.at(i)
	// The perfect hash also maps absent names somewhere: compare.
	if err != nil || !k.names(r) {
		return nil, err
	}
	return r, nil
}

// names reports whether k is the name of r.
func (k key) names(r *Resource) bool {
	if r.Module != k.module {
		return false
	}
	rest, ok := k.path, true
	if r.Parent != "" {
		if rest, ok = cutPrefix(rest, r.Parent); !ok {
			return false
		}
		if rest, ok = cutPrefix(rest, "/"); !ok {
			return false
		}
	}
	if rest, ok = cutPrefix(rest, r.Base); !ok {
		return false
	}
	if r.Ext == "" {
		return rest == "" && k.ext == ""
	}
	if rest == "" {
		rest = k.ext
	} else if k.ext != "" {
		return false
	}
	return len(rest) == len(r.Ext)+1 && rest[0] == '.' && rest[1:] == r.Ext
}

func cutPrefix(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || s[:len(prefix)] != prefix {
		return s, false
	}
	return s[len(prefix):], true
}

// Len returns the number of entries, At the i-th of them: index order, which is no order.
func (im *Image) Len() int { return int(im.length) }

// At returns entry i, 0 <= i < Len().
func (im *Image) At(i int) (*Resource, error) { return im.at(uint32(i)) }

// Location attribute kinds.
const (
	attrEnd = iota
	attrModule
	attrParent
	attrBase
	attrExtension
	attrOffset
	attrCompressed
	attrUncompressed
	attrCount
)

func (im *Image) at(i uint32) (*Resource, error) {
	if i >= im.length {
		return nil, corrupt("entry %d of %d", i, im.length)
	}
	off := binary.LittleEndian.Uint32(im.offsets[4*i:])
	if uint64(off) >= uint64(len(im.locations)) {
		return nil, corrupt("entry %d lies at %d in locations of %d bytes", i, off, len(im.locations))
	}
	var attrs [attrCount]uint64
	for b := im.locations[off:]; len(b) > 0 && b[0] > 7; {
		kind, n := b[0]>>3, int(b[0]&7)+1
		if kind >= attrCount || n >= len(b) {
			return nil, corrupt("location of entry %d", i)
		}
		v := uint64(0)
		for _, x := range b[1 : 1+n] {
			v = v<<8 | uint64(x)
		}
		attrs[kind] = v
		b = b[1+n:]
	}
	r := &Resource{offset: attrs[attrOffset], compressed: attrs[attrCompressed], size: attrs[attrUncompressed]}
	var err [4]error
	r.Module, err[0] = im.str(attrs[attrModule])
	r.Parent, err[1] = im.str(attrs[attrParent])
	r.Base, err[2] = im.str(attrs[attrBase])
	r.Ext, err[3] = im.str(attrs[attrExtension])
	for _, e := range err {
		if e != nil {
			return nil, e
		}
	}
	return r, nil
}

// Content returns the bytes of r: a part of the mapping, not to be written,
// unless the image is compressed.
func (im *Image) Content(r *Resource) ([]byte, error) {
	stored := r.size
	if r.compressed != 0 {
		stored = r.compressed
	}
	if r.offset > uint64(len(im.contents)) || stored > uint64(len(im.contents))-r.offset {
		return nil, corrupt("%s lies outside of the file", r.Name())
	}
	b := im.contents[r.offset : r.offset+stored : r.offset+stored]
	if r.compressed == 0 {
		return b, nil
	}
	return im.decompress(r, b)
}

// PackageModule returns the module that has classes in package pkg ("java/lang"
// or "java.lang"), "" when no module of the image has.
func (im *Image) PackageModule(pkg string) (string, error) {
	r, err := im.find(key{"packages", dotted(pkg), ""})
	if err != nil {
		return "", err
	}
	if r == nil {
		return "", nil
	}
	b, err := im.Content(r)
	if err != nil {
		return "", err
	}
	// Pairs of (is the package empty there, name of the module).
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint32(b) == 0 {
			return im.str(uint64(binary.LittleEndian.Uint32(b[4:])))
		}
	}
	return "", nil
}
