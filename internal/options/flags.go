package options

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"gojvm/internal/words"
)

// hotspotFlags lists the -XX flags of HotSpot 17, one a line, by name: type, name,
// kind ("+" for a space), default and range ("-": none). Flags that exist are
// accepted, and ignored where they tune what we do not have. Those of debug
// builds have no type.
//
//go:embed hotspot.txt
var hotspotFlags string

// flag is one of them.
type flag struct{ typ, name, kind, value, limits string }

// findFlag returns the flag of that name.
func findFlag(name string) (flag, bool) {
	i := strings.Index(hotspotFlags, " "+name+" ")
	if i < 0 || name == "" {
		return flag{}, false
	}
	line := hotspotFlags[strings.LastIndexByte(hotspotFlags[:i], '\n')+1:]
	line, _, _ = strings.Cut(line, "\n")
	return parseFlag(line), true
}

func parseFlag(line string) flag {
	f := strings.Fields(line)
	if len(f) != 5 {
		panic("BUG: hotspot.txt: " + line)
	}
	if f[3] == "-" {
		f[3] = ""
	}
	return flag{f[0], f[1], strings.ReplaceAll(f[2], "+", " "), f[3], f[4]}
}

// locked says why the flag cannot be used, "" if it can.
func (f *flag) locked(s *flagSettings) string {
	switch {
	case f.name == "UnlockDiagnosticVMOptions", f.name == "UnlockExperimentalVMOptions":
	case f.typ == "?":
		return fmt.Sprintf("Error: VM option '%s' is %s and is available only in debug version of VM.\n", f.name, f.kind)
	case strings.Contains(f.kind, "diagnostic") && s.value("UnlockDiagnosticVMOptions") != "true":
		return fmt.Sprintf("Error: VM option '%s' is diagnostic and must be enabled via -XX:+UnlockDiagnosticVMOptions.\n"+
			"Error: The unlock option must precede '%[1]s'.\n", f.name)
	case strings.Contains(f.kind, "experimental") && s.value("UnlockExperimentalVMOptions") != "true":
		return fmt.Sprintf("Error: VM option '%s' is experimental and must be enabled via -XX:+UnlockExperimentalVMOptions.\n"+
			"Error: The unlock option must precede '%[1]s'.\n", f.name)
	}
	return ""
}

// isText reports whether the value is a string.
func (f *flag) isText() bool { return strings.HasPrefix(f.typ, "ccstr") }

// parse reads a value of the flag and returns it as it is printed; report is
// what HotSpot says of one out of range.
func (f *flag) parse(text string) (value, report string, ok bool) {
	switch {
	case f.isText():
		return text, "", true
	case f.typ == "bool":
		return "", "", false
	case f.typ == "double":
		d, err := strconv.ParseFloat(text, 64)
		if err != nil || strings.ContainsAny(text, "xXpP_nN") {
			return "", "", false
		}
		return f.inRange(strconv.FormatFloat(d, 'f', 6, 64), func(limit string) int {
			l, _ := strconv.ParseFloat(limit, 64)
			return compare(d, l)
		})
	}
	digits, negative := strings.CutPrefix(text, "-")
	if negative && f.typ != "int" && f.typ != "intx" {
		return "", "", false
	}
	n, ok := words.Size(digits)
	if !ok {
		return "", "", false
	}
	if f.typ == "int" || f.typ == "intx" {
		v := int64(n)
		if negative {
			v = -v
		}
		if f.typ == "int" {
			v = int64(int32(v))
		}
		return f.inRange(strconv.FormatInt(v, 10), func(limit string) int {
			l, _ := strconv.ParseInt(limit, 10, 64)
			return compare(v, l)
		})
	}
	if f.typ == "uint" {
		n = uint64(uint32(n))
	}
	return f.inRange(strconv.FormatUint(n, 10), func(limit string) int {
		l, _ := strconv.ParseUint(limit, 10, 64)
		return compare(n, l)
	})
}

func compare[T int64 | uint64 | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// inRange checks the limits; to compares the value with one.
func (f *flag) inRange(value string, to func(limit string) int) (string, string, bool) {
	low, high, limited := strings.Cut(f.limits, "..")
	if f.typ == "double" {
		low, high = low+"000", high+"000" // with six places
	}
	if limited && (to(low) < 0 || to(high) > 0) {
		return "", fmt.Sprintf("%s %s=%s is outside the allowed range [ %s ... %s ]\n", f.typ, f.name, value, low, high), false
	}
	return value, "", true
}

// similarFlag returns the flag whose name is most like name, by the share of
// pairs of letters that both have.
func similarFlag(name string) (flag, bool) {
	best, most := flag{}, 0.0
	for line := range strings.Lines(hotspotFlags) {
		f := parseFlag(line)
		if s := words.Similarity(f.name, name); s > most {
			best, most = f, s
		}
	}
	return best, most >= 0.7
}

// setting is a value that a flag was given, and where.
type setting struct{ value, origin string }

// flagSettings is what the options make of the flags.
type flagSettings struct {
	set           map[string]setting
	ignoreUnknown bool // -XX:+IgnoreUnrecognizedVMOptions, wherever it stands
	// internalProperty: a property of the module options was set by -D.
	internalProperty bool
}

// value returns what a flag is set to, "" when it is not.
func (s *flagSettings) value(name string) string { return s.set[name].value }

// PrintFlags is -XX:+PrintFlagsFinal or, with initial, -XX:+PrintFlagsInitial:
// the flags that are not locked, by name.
func (o *Options) PrintFlags(initial bool) string {
	var b strings.Builder
	b.WriteString("[Global flags]\n")
	for line := range strings.Lines(hotspotFlags) {
		f := parseFlag(line)
		if f.locked(&o.flags) != "" || initial && (f.name == "UnlockDiagnosticVMOptions" || f.name == "UnlockExperimentalVMOptions") {
			continue
		}
		v, origin := f.value, "default"
		if s, ok := o.flags.set[f.name]; ok && !initial {
			v, origin = s.value, s.origin
		}
		// The type ends in column 9, the kind in column 104.
		left := fmt.Sprintf("%9s %-40s = %s", f.typ, f.name, v)
		kind := "{" + f.kind + "}"
		fmt.Fprintf(&b, "%s%*s {%s}\n", left, max(104-len(left), len(kind)+1), kind, origin)
	}
	return b.String()
}

// PrintFlagRanges is -XX:+PrintFlagsRanges: the limits of numbers.
func (o *Options) PrintFlagRanges() string {
	var b strings.Builder
	b.WriteString("[Global flags ranges]\n")
	for line := range strings.Lines(hotspotFlags) {
		f := parseFlag(line)
		if f.locked(&o.flags) != "" || f.typ == "bool" || f.isText() {
			continue
		}
		low, high, _ := strings.Cut(strings.TrimPrefix(f.limits, "-"), "..")
		if strings.HasPrefix(f.limits, "-") && low != "" {
			low = "-" + low
		}
		left := fmt.Sprintf("%9s %-50s [ %-25s ... %25s ]", f.typ, f.name, low, high)
		kind := "{" + f.kind + "}"
		fmt.Fprintf(&b, "%s%*s {default}\n", left, max(157-len(left), len(kind)+1), kind)
	}
	return b.String()
}

// PrintCommandLineFlags is -XX:+PrintCommandLineFlags: those that are not at their defaults.
func (o *Options) PrintCommandLineFlags() string {
	var b strings.Builder
	for line := range strings.Lines(hotspotFlags) {
		f := parseFlag(line)
		s, ok := o.flags.set[f.name]
		switch {
		case !ok:
		case s.value == "true" && f.typ == "bool":
			fmt.Fprintf(&b, "-XX:+%s ", f.name)
		case f.typ == "bool":
			fmt.Fprintf(&b, "-XX:-%s ", f.name)
		case f.isText() && strings.ContainsAny(s.value, " \t\n"):
			fmt.Fprintf(&b, "-XX:%s=%q ", f.name, s.value)
		default:
			fmt.Fprintf(&b, "-XX:%s=%s ", f.name, s.value)
		}
	}
	return b.String() + "\n"
}
