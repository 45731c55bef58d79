// Package internalutil has the natives of jdk.internal.util: the properties of
// the system and of the VM.
package internalutil

import (
	"strings"
	"unicode/utf8"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	return vm.NativeTable{
		rawClass + ".platformProperties()[Ljava/lang/String;": platformProperties,
		rawClass + ".vmProperties()[Ljava/lang/String;":       vmProperties,
	}
}

const rawClass = "jdk/internal/util/SystemProps$Raw"

// platformProperties returns the properties of the system at the indices that
// SystemProps$Raw has constants for: _user_home_NDX says where user_home goes.
func platformProperties(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c, err := t.VM.Linker.FindClass(t, t.VM.BootLoader, rawClass)
	if err != nil {
		return 0, err
	}
	length := c.DeclaredField("FIXED_LENGTH", "I")
	if length == nil {
		return nat.Err(t.Throw("java/lang/InternalError", rawClass+" has no FIXED_LENGTH"))
	}
	props := platform(t.VM)
	if props["user_dir"] == "" {
		return nat.Err(t.Throw("java/lang/Error", "Properties init: Could not determine current working directory."))
	}
	r, err := t.NewRefArray(t.VM.Known.String, int(length.StaticBase().Int(length.Offset)))
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for _, f := range c.Fields {
		name, ok := strings.CutSuffix(strings.TrimPrefix(f.Name, "_"), "_NDX")
		if !ok || !f.IsStatic() || f.Desc != "I" {
			continue
		}
		value, ok := props[name]
		if !ok {
			continue
		}
		s, err := t.NewString(value)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), int(f.StaticBase().Int(f.Offset)), s)
	}
	return vm.RefValue(arr.Ref()), nil
}

// vmProperties returns the properties of the VM and those of the command line:
// key, value, ..., null.
func vmProperties(t *vm.Thread, a vm.Args) (vm.Value, error) {
	list := machine(t.VM)
	r, err := t.NewRefArray(t.VM.Known.String, 2*len(list)+2)
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i, p := range list {
		for j, text := range []string{p.Key, p.Value} {
			s, err := t.NewString(decode(t.VM, text))
			if err != nil {
				return 0, err
			}
			t.VM.SetRefElem(arr.Ref(), 2*i+j, s)
		}
	}
	return vm.RefValue(arr.Ref()), nil
}

// decode returns text of the command line, which is in the encoding of the system.
func decode(v *vm.VM, text string) string {
	if !v.Config.PlatformText || !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return text
	}
	_, format := locales(v)
	if format.encoding == "UTF-8" {
		return text
	}
	var b strings.Builder
	for _, c := range []byte(text) {
		r := rune(c)
		if r >= utf8.RuneSelf && format.encoding == asciiEncoding {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}
