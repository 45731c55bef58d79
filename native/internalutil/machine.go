package internalutil

import (
	"path/filepath"
	"strconv"
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// machine returns the properties that describe the VM, then those of the
// command line, which may change the writable ones of the former.
func machine(v *vm.VM) []vm.Property {
	cfg := &v.Config
	home := cfg.JavaHome
	list := []vm.Property{
		{Key: "java.vm.specification.name", Value: "Java Virtual Machine Specification"},
		{Key: "java.vm.specification.vendor", Value: "Oracle Corporation"},
		{Key: "java.vm.specification.version", Value: release},
		{Key: "java.vm.name", Value: vm.Name},
		{Key: "java.vm.vendor", Value: vm.Vendor},
		{Key: "java.vm.version", Value: vm.Version},
		{Key: "java.vm.info", Value: v.Info()},
		{Key: "java.vm.compressedOopsMode", Value: "32-bit"},
		{Key: "jdk.debug", Value: "release"},
		{Key: "sun.management.compiler", Value: "gojvm Compilers"},
		{Key: "java.home", Value: home},
		{Key: "sun.boot.library.path", Value: filepath.Join(home, "lib")},
		{Key: "java.library.path", Value: libraryPath(v)},
		{Key: "java.class.path", Value: ""},
		{Key: "jdk.boot.class.path.append", Value: cfg.BootAppend},
	}
	if cfg.MaxDirect != 0 {
		list = append(list, vm.Property{Key: "sun.nio.MaxDirectMemorySize", Value: strconv.FormatUint(cfg.MaxDirect, 10)})
	}
	return append(list, cfg.Properties...)
}

// release is the feature release whose class library the VM runs.
const release = "17"

// libraryPath is where Debian's OpenJDK looks for native libraries: programs
// show it in the messages about libraries that are not there.
func libraryPath(v *vm.VM) string {
	path := "/usr/java/packages/lib:" + strings.Join(multiarch, ":") + ":/usr/lib/jni:/lib:/usr/lib"
	if own, _ := nat.Env(v, "LD_LIBRARY_PATH"); own != "" {
		path = own + ":" + path
	}
	return path
}
