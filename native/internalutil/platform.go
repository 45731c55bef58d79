package internalutil

import (
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// platform returns the properties of the system by the names of the constants
// in SystemProps$Raw.
func platform(v *vm.VM) map[string]string {
	p := map[string]string{
		"file_separator":          string(filepath.Separator),
		"path_separator":          string(filepath.ListSeparator),
		"line_separator":          "\n",
		"java_io_tmpdir":          "/tmp",
		"os_name":                 osName(),
		"os_arch":                 osArch(),
		"os_version":              osVersion(),
		"sun_arch_data_model":     strconv.Itoa(strconv.IntSize),
		"sun_cpu_endian":          "little",
		"sun_io_unicode_encoding": "UnicodeLittle",
		"user_dir":                workDir(),
	}
	p["user_name"], p["user_home"] = account(v)
	display, format := locales(v)
	for prefix, l := range map[string]locale{"display_": display, "format_": format} {
		for name, value := range map[string]string{
			"language": l.language, "country": l.country, "script": l.script, "variant": l.variant,
		} {
			// The format properties are set where they differ from the display ones.
			if value != "" && (prefix == "display_" || format != display) {
				p[prefix+name] = value
			}
		}
	}
	p["sun_jnu_encoding"], p["file_encoding"] = format.encoding, format.encoding
	if isTerminal(os.Stdout) {
		p["sun_stdout_encoding"] = format.encoding
	}
	if isTerminal(os.Stderr) {
		p["sun_stderr_encoding"] = format.encoding
	}
	return p
}

func osName() string {
	switch runtime.GOOS {
	case "linux":
		return "Linux"
	case "darwin":
		return "Mac OS X"
	}
	return runtime.GOOS
}

func osArch() string {
	switch runtime.GOARCH {
	case "386":
		return "i386"
	case "arm64":
		return "aarch64"
	}
	return runtime.GOARCH
}

// workDir returns the folder that the process is in, "" when it is no more.
func workDir() string {
	d, err := syscall.Getwd()
	if err != nil || !strings.HasPrefix(d, "/") {
		return ""
	}
	return d
}

// account returns name and home of the user; "?" is what the library makes of
// an unknown one.
func account(v *vm.VM) (name, home string) {
	name, home = "?", "?"
	if u, err := user.LookupId(strconv.Itoa(os.Getuid())); err == nil {
		name, home = u.Username, u.HomeDir
	}
	if len(home) < 2 {
		if h, ok := nat.Env(v, "HOME"); ok && h != "" {
			home = h
		}
	}
	return name, home
}

func isTerminal(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0 && st.Mode()&os.ModeDevice != 0 && terminal(f)
}
