package niofs

import (
	"bytes"
	"os"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/handles"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func mountNatives() vm.NativeTable {
	const u, l = "sun/nio/fs/UnixNativeDispatcher.", "sun/nio/fs/LinuxNativeDispatcher."
	return vm.NativeTable{
		l + "init()V":         nat.Nothing,
		l + "setmntent0(JJ)J": setmntent,
		l + "getmntent0(JLsun/nio/fs/UnixMountEntry;JI)I": getmntent,
		l + "endmntent(J)V":  endmntent,
		u + "getlinelen(J)I": getlinelen,
		u + "rewind(J)V":     rewind,
	}
}

// mountTable is an open mount table, read at once.
type mountTable struct {
	text []byte
	at   int
}

// line returns the next line with its end, nil when there is none.
func (m *mountTable) line() []byte {
	rest := m.text[m.at:]
	if len(rest) == 0 {
		return nil
	}
	n := bytes.IndexByte(rest, '\n') + 1
	if n == 0 {
		n = len(rest)
	}
	m.at += n
	return rest[:n]
}

// entry returns the fields of the next entry: device, mount point, type and
// options; nil at the end.
func (m *mountTable) entry() [][]byte {
	for {
		line := m.line()
		if line == nil {
			return nil
		}
		f := bytes.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		for len(f) < 4 {
			f = append(f, []byte{})
		}
		for i := range f[:4] {
			f[i] = unescape(f[i])
		}
		return f[:4]
	}
}

// unescape replaces \ooo, by which mount tables write blanks and backslashes.
func unescape(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' && i+3 < len(b) && octal(b[i+1]) && octal(b[i+2]) && octal(b[i+3]) {
			out = append(out, (b[i+1]-'0')<<6|(b[i+2]-'0')<<3|(b[i+3]-'0'))
			i += 3
			continue
		}
		out = append(out, b[i])
	}
	return out
}

func octal(c byte) bool { return '0' <= c && c <= '7' }

func mountTables(t *vm.Thread) *handles.Table[mountTable] { return handles.Of[mountTable](t) }

func setmntent(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	var text []byte
	var err error
	t.Blocking(func() { text, err = os.ReadFile(p) })
	if err != nil {
		return 0, throw(t, err)
	}
	return nat.Long(mountTables(t).Add(&mountTable{text: text}))
}

func getlinelen(t *vm.Thread, a vm.Args) (vm.Value, error) {
	line := mountTables(t).Get(a.Long(0)).line()
	if line == nil {
		return nat.Int(-1)
	}
	return nat.Int(int32(len(line)))
}

func rewind(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mountTables(t).Get(a.Long(0)).at = 0
	return 0, nil
}

type mountFields struct {
	Name   *vm.Field `java:"sun/nio/fs/UnixMountEntry.name:[B"`
	Dir    *vm.Field `java:"sun/nio/fs/UnixMountEntry.dir:[B"`
	Fstype *vm.Field `java:"sun/nio/fs/UnixMountEntry.fstype:[B"`
	Opts   *vm.Field `java:"sun/nio/fs/UnixMountEntry.opts:[B"`
}

// getmntent stores the next entry in argument 1; -1 at the end. The buffer that
// the caller gives is not needed.
func getmntent(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[mountFields](t)
	if err != nil {
		return 0, err
	}
	parts := mountTables(t).Get(a.Long(0)).entry()
	if parts == nil {
		return nat.Int(-1)
	}
	for i, field := range []*vm.Field{f.Name, f.Dir, f.Fstype, f.Opts} {
		b, err := t.NewByteArray(parts[i])
		if err != nil {
			return 0, err
		}
		t.VM.SetRef(a.Ref(1), field.Offset, b)
	}
	return nat.Int(0)
}

func endmntent(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if mountTables(t).Remove(a.Long(0)) == nil {
		return 0, throw(t, unix.EBADF)
	}
	return 0, nil
}
