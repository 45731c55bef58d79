package vm

// InjectedField is a field that the VM adds to a class of the library, as
// HotSpot does: native state that moves and dies with the object. Java code
// cannot name it.
type InjectedField struct{ Name, Desc string }

// InjectedFields returns the fields that the loader adds to that class; they are
// laid out after the declared ones. A class that declares a field of that name
// itself (as later libraries do) gets none.
func InjectedFields(class string) []InjectedField { return injected[class] }

var injected = map[string][]InjectedField{
	// See membername.go.
	"java/lang/invoke/MemberName": {{"vmindex", "J"}},
	"java/lang/invoke/ResolvedMethodName": {
		{"vmholder", "Ljava/lang/Class;"},
		{"vmtarget", "J"},
	},
	// See mirror.go.
	"java/lang/Class": {{"vmclass", "I"}, {"vmlayout", "I"}},
	// Id of the Loader, plus one; 0 until the VM first sees the object.
	"java/lang/ClassLoader": {{"vmloader", "I"}},
	// Number of the Module among those defined, plus one; 0 for unnamed ones.
	"java/lang/Module": {{"vmmodule", "I"}},
}
