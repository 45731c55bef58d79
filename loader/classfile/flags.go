package classfile

// Access flags (JVMS tables 4.1-B, 4.5-A, 4.6-A, 4.7.6-A).
const (
	AccPublic       = 0x0001
	AccPrivate      = 0x0002
	AccProtected    = 0x0004
	AccStatic       = 0x0008
	AccFinal        = 0x0010
	AccSuper        = 0x0020 // class
	AccSynchronized = 0x0020 // method
	AccVolatile     = 0x0040 // field
	AccBridge       = 0x0040 // method
	AccTransient    = 0x0080 // field
	AccVarargs      = 0x0080 // method
	AccNative       = 0x0100
	AccInterface    = 0x0200
	AccAbstract     = 0x0400
	AccStrict       = 0x0800
	AccSynthetic    = 0x1000
	AccAnnotation   = 0x2000
	AccEnum         = 0x4000
	AccModule       = 0x8000
)

// The flags that have a meaning; others are dropped.
const (
	classFlags = AccPublic | AccFinal | AccSuper | AccInterface | AccAbstract |
		AccSynthetic | AccAnnotation | AccEnum
	innerFlags = classFlags | AccPrivate | AccProtected | AccStatic
	fieldFlags = AccPublic | AccPrivate | AccProtected | AccStatic | AccFinal | AccVolatile |
		AccTransient | AccSynthetic | AccEnum
	methodFlags = AccPublic | AccPrivate | AccProtected | AccStatic | AccFinal | AccSynchronized |
		AccBridge | AccVarargs | AccNative | AccAbstract | AccStrict | AccSynthetic
)

// Versions from which something holds.
const (
	version5  = 49 // generics, annotations; names may have any characters
	version6  = 50 // StackMapTable
	version7  = 51 // invokedynamic; <clinit> is static and ()V
	version8  = 52 // code in interfaces
	version9  = 53 // modules
	version11 = 55 // nests, CONSTANT_Dynamic
	version12 = 56 // minor version is 0 or 65535
	version14 = 58
	version16 = 60 // records
	version17 = 61 // sealed classes; no strictfp

	minVersion   = 45
	maxVersion   = 61
	previewMinor = 65535
)
