package util

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func timeZoneNatives() vm.NativeTable {
	const c = "java/util/TimeZone."
	return vm.NativeTable{
		c + "getSystemTimeZoneID(Ljava/lang/String;)Ljava/lang/String;": systemTimeZone,
		c + "getSystemGMTOffsetID()Ljava/lang/String;":                  systemOffset,
	}
}

// systemTimeZone returns the id of the system's time zone: TZ, else what the
// system says; null when that cannot be known.
func systemTimeZone(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var id string
	tz, _ := nat.Env(t.VM, "TZ")
	t.Blocking(func() {
		if id = strings.TrimPrefix(strings.TrimPrefix(tz, ":"), "posix/"); id == "" {
			id = platformZone("/etc/timezone", "/etc/localtime", "/usr/share/zoneinfo")
		}
	})
	if id == "" {
		return 0, nil
	}
	return nat.Ref(t.NewString(id))
}

// platformZone finds the zone that the system is set to: the name in timezone
// (Debian), the target of the link localtime, or the file below zoneinfo with
// the same contents as localtime.
func platformZone(timezone, localtime, zoneinfo string) string {
	if b, err := os.ReadFile(timezone); err == nil {
		if line, _, _ := strings.Cut(string(b), "\n"); line != "" {
			return line
		}
	}
	if target, err := os.Readlink(localtime); err == nil {
		if _, id, ok := strings.Cut(target, "zoneinfo/"); ok {
			return id
		}
	}
	want, err := os.ReadFile(localtime)
	if err != nil {
		return ""
	}
	if id := sameContents(zoneinfo, "UTC", want); id != "" {
		return id // of the many names of this one, the plain
	}
	found := ""
	_ = filepath.WalkDir(zoneinfo, func(path string, d fs.DirEntry, err error) error {
		if err != nil || found != "" {
			return nil
		}
		switch name := d.Name(); {
		case d.IsDir() && (name == "posix" || name == "right"):
			return fs.SkipDir
		case d.Type().IsRegular() && name != "ROC" && name != "posixrules" && name != "localtime":
			rel, _ := filepath.Rel(zoneinfo, path)
			found = sameContents(zoneinfo, rel, want)
		}
		return nil
	})
	return found
}

func sameContents(dir, name string, want []byte) string {
	path := filepath.Join(dir, name)
	if st, err := os.Stat(path); err != nil || st.Size() != int64(len(want)) {
		return ""
	}
	if b, err := os.ReadFile(path); err == nil && bytes.Equal(b, want) {
		return name
	}
	return ""
}

// systemOffset returns the present offset from UTC as a custom id, GMT+02:00.
func systemOffset(t *vm.Thread, a vm.Args) (vm.Value, error) {
	_, seconds := time.Now().Zone()
	return nat.Ref(t.NewString(offsetID(seconds)))
}

func offsetID(seconds int) string {
	if seconds == 0 {
		return "GMT"
	}
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("GMT%c%02d:%02d", sign, seconds/3600, seconds/60%60)
}
