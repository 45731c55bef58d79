// Package native is the class library's native methods in Go. There is one
// package per Java package and in it one file per Java class, each with an
// explicit table from "java/lang/Object.hashCode()I" to a function; here they
// become one.
//
// A native knows package vm and the substrate under it, never the loader or
// the interpreter: these it reaches through the ports of vm. What is not in a
// table fails at its first call with UnsatisfiedLinkError.
package native

import (
	"strings"

	"gojvm/native/instrument"
	"gojvm/native/internal/nat"
	"gojvm/native/internalloader"
	"gojvm/native/internalreflect"
	"gojvm/native/internalutil"
	"gojvm/native/internalvm"
	"gojvm/native/intrinsic"
	"gojvm/native/invoke"
	"gojvm/native/lang"
	"gojvm/native/misc"
	"gojvm/native/perf"
	"gojvm/native/platform"
	"gojvm/native/ref"
	"gojvm/native/reflect"
	"gojvm/native/security"
	"gojvm/native/util"
	"gojvm/vm"
)

// Library finds natives; it is the vm.Natives of a virtual machine and may
// serve several.
type Library struct {
	table      vm.NativeTable
	intrinsics map[string]vm.NativeTable // by class, then "sin(D)D"
}

// New returns the natives of all packages.
func New() *Library {
	l := &Library{table: vm.NativeTable{}, intrinsics: intrinsic.Methods()}
	for _, t := range append(systemTables(),
		internalloader.Natives(),
		internalreflect.Natives(),
		internalutil.Natives(),
		internalvm.Natives(),
		instrument.Natives(),
		invoke.Natives(),
		lang.Natives(),
		misc.Natives(),
		perf.Natives(),
		platform.Natives(),
		ref.Natives(),
		reflect.Natives(),
		security.Natives(),
		util.Natives(),
	) {
		for key, f := range t {
			if l.table[key] != nil {
				panic("BUG: two natives for " + key)
			}
			l.table[key] = f
		}
	}
	return l
}

// Lookup returns the native of that method, nil when there is none.
func (l *Library) Lookup(class, name, desc string) vm.NativeFunc {
	if f := l.table[class+"."+name+desc]; f != nil {
		return f
	}
	if desc == "()V" && isSetup(name) && isLibrary(class) {
		return nat.Nothing
	}
	return nil
}

// Intrinsic returns what runs in place of a library method, nil for most.
func (l *Library) Intrinsic(class, name, desc string) vm.NativeFunc {
	if t := l.intrinsics[class]; t != nil {
		return t[name+desc]
	}
	return nil
}

// isSetup tells the natives by which library classes bind their other natives
// and cache field ids. Binding is by name here, so there is nothing to set up.
func isSetup(name string) bool {
	switch name {
	case "registerNatives", "initIDs", "initNative":
		return true
	}
	return false
}

func isLibrary(class string) bool {
	for _, p := range [...]string{"java/", "javax/", "jdk/", "sun/", "com/sun/"} {
		if strings.HasPrefix(class, p) {
			return true
		}
	}
	return false
}
