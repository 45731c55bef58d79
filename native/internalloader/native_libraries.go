package internalloader

import (
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// nativeLibrariesNatives are those of NativeLibraries. The libraries of the JDK
// are built in: their natives are Go functions found by name, so that loading
// one does nothing. Other libraries cannot be loaded.
func nativeLibrariesNatives() vm.NativeTable {
	const c = "jdk/internal/loader/NativeLibraries."
	return vm.NativeTable{
		c + "findBuiltinLib(Ljava/lang/String;)Ljava/lang/String;":                                   findBuiltin,
		c + "load(Ljdk/internal/loader/NativeLibraries$NativeLibraryImpl;Ljava/lang/String;ZZZ)Z":    load,
		c + "findEntry0(Ljdk/internal/loader/NativeLibraries$NativeLibraryImpl;Ljava/lang/String;)J": nat.Const(0),
		c + "unload(Ljava/lang/String;ZZJ)V":                                                         nat.Nothing,
	}
}

// builtin are the libraries of the JDK, by the name that System.loadLibrary takes.
var builtin = map[string]bool{
	"attach": true, "awt": true, "dt_socket": true, "extnet": true, "fontmanager": true, "freetype": true,
	"instrument": true, "jaas": true, "java": true, "javajpeg": true, "jdwp": true, "jimage": true,
	"jli": true, "jsig": true, "lcms": true, "management": true, "management_agent": true,
	"management_ext": true, "mlib_image": true, "net": true, "nio": true, "prefs": true, "rmi": true,
	"sctp": true, "verify": true, "zip": true,
}

// findBuiltin maps a file name such as libzip.so to the library's name, null
// when it is not built in.
func findBuiltin(t *vm.Thread, a vm.Args) (vm.Value, error) {
	file, ok := nat.String(t, a, 0)
	if !ok {
		return nat.NullPointer(t)
	}
	name := strings.TrimPrefix(file, "lib")
	for _, ext := range []string{".so", ".dylib"} {
		name = strings.TrimSuffix(name, ext)
	}
	if name == file || !builtin[name] {
		return 0, nil
	}
	return nat.Ref(t.NewString(name))
}

type libraryImpl struct {
	Handle     *vm.Field `java:"jdk/internal/loader/NativeLibraries$NativeLibraryImpl.handle:J"`
	JNIVersion *vm.Field `java:"jdk/internal/loader/NativeLibraries$NativeLibraryImpl.jniVersion:I"`
}

// jniVersion8 is the least version that the library accepts of a built-in library.
const jniVersion8 = 0x00010008

// load loads a library; arguments: NativeLibraryImpl, name, built in, JNI, throw
// on failure.
func load(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[libraryImpl](t)
	if err != nil {
		return 0, err
	}
	name, ok := nat.String(t, a, 1)
	if !ok {
		return nat.NullPointer(t)
	}
	if !a.Bool(2) {
		if !a.Bool(4) {
			return nat.Bool(false)
		}
		return nat.Err(t.Throwf("java/lang/UnsatisfiedLinkError",
			"%s: this virtual machine does not run native code", name))
	}
	impl := a.Object(0)
	impl.SetLong(k.Handle.Offset, 1) // any value but 0
	impl.SetInt(k.JNIVersion.Offset, jniVersion8)
	return nat.Bool(true)
}
