package classfile

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// File is a parsed class file.
type File struct {
	CP           ConstPool
	Minor, Major uint16
	Flags        uint16 // those of JVMS table 4.1-B
	ThisIndex    uint16
	SuperIndex   uint16 // 0 for java/lang/Object
	Name         string // internal name
	Super        string // "" for java/lang/Object
	Interfaces   U2s    // indices of Class entries
	Fields       []Member
	Methods      []Member
	Attrs        Attributes

	// Of the attributes; 0 where there is none.
	SourceFile         uint16 // index of a Utf8
	Signature          uint16 // index of a Utf8
	NestHost           uint16 // index of a Class
	VisibleAnnotations bool   // has RuntimeVisibleAnnotations

	enclosingClass, enclosingMethod uint16

	innerClasses  U2s
	nestMembers   U2s
	permitted     U2s
	sealed        bool
	record        []byte // contents of the Record attribute
	bootstraps    []byte // contents of the BootstrapMethods attribute
	bootstrapOffs []uint32
}

// Bytes returns the class file itself.
func (f *File) Bytes() []byte { return f.CP.data }

// InterfaceName returns the name of direct superinterface i.
func (f *File) InterfaceName(i int) string { return f.CP.Class(f.Interfaces.At(i)) }

// Options says how to parse.
type Options struct {
	// Name is the internal name under which the class is being loaded, "" if not known. A file
	// that has another name is an error.
	Name string
	// Trusted spares the checks that HotSpot spares classes of the boot loader.
	Trusted bool
	// Relaxed spares the checks of names only, as HotSpot does for the platform loader.
	Relaxed bool
	// Hidden does not compare Name with the name in the file.
	Hidden bool
	// Preview accepts class files that depend on preview features (--enable-preview).
	Preview bool
}

type parser struct {
	data         []byte
	at           int
	name         string // for messages
	major        uint16
	trusted      bool
	relaxed      bool
	pool         *ConstPool
	file         *File
	maxBootstrap int
	badConstant  Tag // first Module or Package entry
	codes        []Code
	vars         []LocalVar
}

// Parse parses a class file. It keeps data, which must not change any more. An
// error is a *FormatError, *UnsupportedVersionError or *NoClassDefError.
func Parse(data []byte, o Options) (*File, error) {
	f := &File{}
	p := parser{data: data[:len(data):len(data)], name: o.Name, trusted: o.Trusted, relaxed: o.Trusted || o.Relaxed, file: f, pool: &f.CP}
	if p.name == "" {
		p.name = "Unknown"
	}
	if err := p.parse(&o); err != nil {
		return nil, err
	}
	return f, nil
}

func (p *parser) fail(format string) error { return formatError(format, p.name) }

func (p *parser) u2() (uint16, error) {
	if len(p.data)-p.at < 2 {
		return 0, errTruncated
	}
	v := binary.BigEndian.Uint16(p.data[p.at:])
	p.at += 2
	return v, nil
}

// take returns the next n bytes.
func (p *parser) take(n int) ([]byte, error) {
	if n < 0 || n > len(p.data)-p.at {
		return nil, errTruncated
	}
	b := p.data[p.at : p.at+n : p.at+n]
	p.at += n
	return b, nil
}

func (p *parser) parse(o *Options) error {
	b, err := p.take(8)
	if err != nil {
		return err
	}
	if m := binary.BigEndian.Uint32(b); m != 0xCAFEBABE {
		return formatError("Incompatible magic value %d in class file %s", m, p.name)
	}
	f := p.file
	f.Minor, f.Major = binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:])
	p.major = f.Major
	if err := checkVersion(f.Major, f.Minor, p.name, o.Preview); err != nil {
		return err
	}
	if err := p.parseConstPool(); err != nil {
		return err
	}
	if err := p.parseIdentity(o); err != nil {
		return err
	}
	if err := p.parseMembers(); err != nil {
		return err
	}
	if err := p.parseClassAttrs(); err != nil {
		return err
	}
	if p.at != len(p.data) {
		return p.fail("Extra bytes at the end of class file %s")
	}
	return p.checkWhole()
}

// checkVersion checks which versions there are (JVMS table 4.1-A).
func checkVersion(major, minor uint16, name string, preview bool) error {
	unsupported := func(format string, args ...any) error {
		return &UnsupportedVersionError{major, minor, fmt.Sprintf(format, args...)}
	}
	switch {
	case major < minVersion:
		return unsupported("%s (class file version %d.%d) was compiled with an invalid major version", name, major, minor)
	case major > maxVersion:
		return unsupported("%s has been compiled by a more recent version of the Java Runtime (class file version %d.%d), "+
			"this version of the Java Runtime only recognizes class file versions up to %d.0", name, major, minor, maxVersion)
	case major < version12 || minor == 0:
		return nil
	case minor != previewMinor:
		return unsupported("%s (class file version %d.%d) was compiled with an invalid non-zero minor version", name, major, minor)
	case major != maxVersion:
		return unsupported("%s (class file version %d.%d) was compiled with preview features that are unsupported. "+
			"This version of the Java Runtime only recognizes preview features for class file version %d.%d",
			name, major, minor, maxVersion, previewMinor)
	case !preview:
		return unsupported("Preview features are not enabled for %s (class file version %d.%d). Try running with '--enable-preview'",
			name, major, minor)
	}
	return nil
}

// parseIdentity reads flags, name, superclass and superinterfaces.
func (p *parser) parseIdentity(o *Options) error {
	f := p.file
	b, err := p.take(8)
	if err != nil {
		return err
	}
	flags := binary.BigEndian.Uint16(b)
	if p.major >= version9 {
		flags &= classFlags | AccModule
	} else {
		flags &= classFlags
	}
	if flags&AccInterface != 0 && p.major < version6 {
		flags |= AccAbstract
	}
	if err := p.checkClassFlags(flags); err != nil {
		return err
	}
	if p.badConstant != 0 {
		return formatError("Unknown constant tag %d in class file %s", p.badConstant, p.name)
	}
	f.Flags = flags
	f.ThisIndex = binary.BigEndian.Uint16(b[2:])
	if f.CP.Tag(int(f.ThisIndex)) != TagClass {
		return formatError("Invalid this class index %d in constant pool in class file %s", f.ThisIndex, p.name)
	}
	f.Name = f.CP.Class(int(f.ThisIndex))
	if strings.HasPrefix(f.Name, "[") {
		return p.fail("Bad class name in class file %s")
	}
	if o.Name != "" && !o.Hidden && f.Name != o.Name {
		return &NoClassDefError{fmt.Sprintf("%s (wrong name: %s)", o.Name, f.Name)}
	}
	if o.Name == "" {
		p.name = f.Name
	}
	f.SuperIndex = binary.BigEndian.Uint16(b[4:])
	if f.SuperIndex == 0 && p.name != "java/lang/Object" || f.SuperIndex != 0 && f.CP.Tag(int(f.SuperIndex)) != TagClass {
		return formatError("Invalid superclass index %d in class file %s", f.SuperIndex, p.name)
	}
	f.Super = f.CP.Class(int(f.SuperIndex))
	if strings.HasPrefix(f.Super, "[") {
		return p.fail("Bad superclass name in class file %s")
	}
	return p.parseInterfaces(int(binary.BigEndian.Uint16(b[6:])))
}

func (p *parser) parseInterfaces(n int) error {
	f := p.file
	there := min(n, (len(p.data)-p.at)/2) // those are looked at first
	b, err := p.take(2 * there)
	if err != nil {
		return err
	}
	f.Interfaces = U2s(b)
	for i := range there {
		if index := f.Interfaces.At(i); f.CP.Tag(index) != TagClass {
			return formatError("Interface name has bad constant pool index %d in class file %s", index, p.name)
		}
		if strings.HasPrefix(f.InterfaceName(i), "[") {
			return p.fail("Bad interface name in class file %s")
		}
	}
	if there < n {
		return errTruncated
	}
	if p.trusted || n < 2 {
		return nil
	}
	if i := firstDuplicate(n, func(i int) string { return f.InterfaceName(i) }); i >= 0 {
		return formatError("Duplicate interface name \"%s\" in class file %s", f.InterfaceName(i), p.name)
	}
	return nil
}

// firstDuplicate returns the first of n keys that is the same as one before it, -1
// if all differ.
func firstDuplicate[K comparable](n int, key func(i int) K) int {
	if n <= 12 {
		for i := range n {
			for j, k := 0, key(i); j < i; j++ {
				if key(j) == k {
					return i
				}
			}
		}
		return -1
	}
	seen := make(map[K]struct{}, n)
	for i := range n {
		k := key(i)
		if _, dup := seen[k]; dup {
			return i
		}
		seen[k] = struct{}{}
	}
	return -1
}

// checkWhole makes the checks that HotSpot makes after all else.
func (p *parser) checkWhole() error {
	f := p.file
	if p.name == "java/lang/Object" && len(f.Interfaces) > 0 {
		return p.fail("java.lang.Object cannot implement an interface in class file %s")
	}
	if f.Flags&AccInterface != 0 && f.Super != "java/lang/Object" && f.SuperIndex != 0 && !p.trusted {
		return p.fail("Interfaces must have java.lang.Object as superclass in class file %s")
	}
	return nil
}

// Rename gives the class another name, to be found in f and at its entry this_class; where else the
// constant pool has the old name, it means a class of that name.
func (f *File) Rename(name string) {
	f.Name = name
	f.CP.own, f.CP.ownName = int(f.ThisIndex), name
}
