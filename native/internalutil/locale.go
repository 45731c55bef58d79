package internalutil

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// locale is a POSIX locale in the terms of java.util.Locale.
type locale struct{ language, country, script, variant, encoding string }

// asciiEncoding is how the C locale names its character set.
const asciiEncoding = "ANSI_X3.4-1968"

// locales returns the locales for texts (LC_MESSAGES) and for formats (LC_CTYPE).
func locales(v *vm.VM) (display, format locale) {
	return parseLocale(category(v, "LC_MESSAGES")), parseLocale(category(v, "LC_CTYPE"))
}

// category returns the name of the locale of a category, as setlocale(3) would
// set it from the environment: C when that of any category is not installed.
func category(v *vm.VM, name string) string {
	for _, c := range []string{"LC_CTYPE", "LC_MESSAGES", "LC_COLLATE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME"} {
		if !installed(named(v, c), "/usr/lib/locale") {
			return "C"
		}
	}
	return named(v, name)
}

// named returns the locale that the environment names for a category.
func named(v *vm.VM, category string) string {
	for _, key := range []string{"LC_ALL", category, "LANG"} {
		if l, _ := nat.Env(v, key); l != "" {
			return l
		}
	}
	return "C"
}

// installed reports whether the C library has the locale: built in, in a folder
// of dir or in the archive there.
func installed(name, dir string) bool {
	base, codeset, _ := strings.Cut(name, ".")
	switch base {
	case "C", "POSIX":
		return true
	}
	codeset, modifier, _ := strings.Cut(codeset, "@")
	normal := strings.ToLower(strings.ReplaceAll(codeset, "-", ""))
	if normal != "" {
		base += "." + normal
	}
	if modifier != "" {
		base += "@" + modifier
	}
	for _, n := range []string{name, base} {
		if st, err := os.Stat(filepath.Join(dir, n)); err == nil && st.IsDir() {
			return true
		}
	}
	archive, err := os.ReadFile(filepath.Join(dir, "locale-archive"))
	return err == nil && bytes.Contains(archive, []byte("\x00"+base+"\x00"))
}

// parseLocale splits language[_country][.codeset][@modifier].
func parseLocale(name string) locale {
	if name == "C" || name == "POSIX" {
		return locale{language: "en", country: "US", encoding: asciiEncoding}
	}
	var l locale
	rest, modifier, _ := strings.Cut(name, "@")
	rest, codeset, _ := strings.Cut(rest, ".")
	language, country, _ := strings.Cut(rest, "_")
	l.language, l.country = language, country
	if language == "C" || language == "POSIX" {
		l.language = "en"
	}
	switch modifier {
	case "latin":
		l.script = "Latn"
	case "cyrillic":
		l.script = "Cyrl"
	case "nynorsk":
		l.variant = "NY"
	}
	switch up := strings.ToUpper(strings.ReplaceAll(codeset, "-", "")); {
	case up == "UTF8":
		l.encoding = "UTF-8"
	case codeset != "":
		l.encoding = codeset
	case modifier == "euro":
		l.encoding = "ISO-8859-15"
	default:
		l.encoding = "ISO-8859-1"
	}
	return l
}
