package process

import (
	"bytes"
	"os"
	"os/user"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// ticks is the unit of the times in /proc per second: USER_HZ, the same on all
// hosts that we know.
const ticks = 100

// stat is what /proc/PID/stat tells of a process.
type stat struct {
	parent      int64
	start, busy int64 // milliseconds since the epoch, nanoseconds
}

// bootTime returns when the system was started, in milliseconds since the epoch.
func bootTime() int64 {
	b, _ := os.ReadFile("/proc/stat")
	if _, rest, ok := strings.Cut(string(b), "\nbtime "); ok {
		line, _, _ := strings.Cut(rest, "\n")
		n, _ := strconv.ParseInt(line, 10, 64)
		return n * 1000
	}
	return 0
}

// readStat reads about process pid; ok is false when there is none.
func readStat(pid, boot int64) (s stat, ok bool) {
	b, err := os.ReadFile("/proc/" + strconv.FormatInt(pid, 10) + "/stat")
	if err != nil {
		return s, false
	}
	// The second field, the name, may contain anything; it ends with the last ')'.
	i := bytes.LastIndexByte(b, ')')
	f := strings.Fields(string(b[i+1:]))
	const parent, user, system, start = 1, 11, 12, 19 // numbers of fields behind the name
	if i < 0 || len(f) <= start {
		return s, false
	}
	number := func(i int) int64 { n, _ := strconv.ParseInt(f[i], 10, 64); return n }
	s.parent = number(parent)
	s.busy = (number(user) + number(system)) * (1e9 / ticks)
	s.start = boot + number(start)*1000/ticks
	return s, true
}

// isAlive returns when the process was started, -1 when there is none.
func isAlive(t *vm.Thread, a vm.Args) (vm.Value, error) {
	s, ok := readStat(a.Long(0), bootTime())
	if !ok {
		return nat.Long(-1)
	}
	return nat.Long(s.start)
}

// same reports whether a process started at start is the one that the caller
// means, where 0 is not known.
func (s stat) same(start int64) bool { return start == 0 || s.start == 0 || s.start == start }

func parent(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Long(0) == int64(os.Getpid()) {
		return nat.Long(int64(os.Getppid()))
	}
	s, ok := readStat(a.Long(0), bootTime())
	if !ok || !s.same(a.Long(1)) {
		return nat.Long(-1)
	}
	return nat.Long(s.parent)
}

// destroy ends a process; arguments: process id, start time, by force.
func destroy(t *vm.Thread, a vm.Args) (vm.Value, error) {
	s, ok := readStat(a.Long(0), bootTime())
	if !ok || !s.same(a.Long(1)) {
		return nat.Bool(false)
	}
	sig := syscall.SIGTERM
	if a.Bool(2) {
		sig = syscall.SIGKILL
	}
	return nat.Bool(unix.Kill(int(a.Long(0)), sig) == nil)
}

// processPids lists the children of a process, all processes for 0; arguments:
// process id, arrays for ids, parents and start times (the latter two may be
// null). The result is how many there are, whatever there is room for.
func processPids(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	type process struct {
		pid int64
		stat
	}
	var list []process
	t.Blocking(func() {
		boot := bootTime()
		entries, _ := os.ReadDir("/proc")
		for _, e := range entries {
			pid, err := strconv.ParseInt(e.Name(), 10, 32)
			if err != nil || pid <= 0 {
				continue
			}
			if s, ok := readStat(pid, boot); ok {
				list = append(list, process{pid, s})
			}
		}
	})
	n := 0
	room := vm.ArrayLen(a.Ref(1))
	put := func(arg int, v int64) {
		if r := a.Ref(arg); r != 0 && n < vm.ArrayLen(r) {
			mem.Store64(vm.ElemsAddr(r, 3)+uintptr(n)*8, uint64(v))
		}
	}
	for _, p := range list {
		if a.Long(0) != 0 && p.parent != a.Long(0) {
			continue
		}
		if n < room {
			put(1, p.pid)
			put(2, p.parent)
			put(3, p.start)
		}
		n++
	}
	return nat.Int(int32(n))
}

// infoFields are the fields of ProcessHandleImpl.Info.
type infoFields struct {
	Command     *vm.Field `java:"java/lang/ProcessHandleImpl$Info.command:Ljava/lang/String;"`
	CommandLine *vm.Field `java:"java/lang/ProcessHandleImpl$Info.commandLine:Ljava/lang/String;"`
	Arguments   *vm.Field `java:"java/lang/ProcessHandleImpl$Info.arguments:[Ljava/lang/String;"`
	StartTime   *vm.Field `java:"java/lang/ProcessHandleImpl$Info.startTime:J"`
	TotalTime   *vm.Field `java:"java/lang/ProcessHandleImpl$Info.totalTime:J"`
	User        *vm.Field `java:"java/lang/ProcessHandleImpl$Info.user:Ljava/lang/String;"`
}

// maxCommandLine is how much of a command line is looked at: a page. Of a longer one
// the single arguments are not told.
const maxCommandLine = 4096

// info fills the Info 0 about process 1, as far as we may know.
func info(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[infoFields](t)
	if err != nil {
		return 0, err
	}
	pid := a.Long(1)
	s, ok := readStat(pid, bootTime())
	if !ok {
		return 0, nil
	}
	a.Object(0).SetLong(k.StartTime.Offset, s.start)
	a.Object(0).SetLong(k.TotalTime.Offset, s.busy)
	dir := "/proc/" + strconv.FormatInt(pid, 10)
	var st unix.Stat_t
	if unix.Stat(dir, &st) == nil {
		name := strconv.Itoa(int(st.Uid))
		if u, err := user.LookupId(name); err == nil {
			name = u.Username
		}
		if err := setText(t, a, k.User, name); err != nil {
			return 0, err
		}
	}
	if exe, err := os.Readlink(dir + "/exe"); err == nil {
		if err := setText(t, a, k.Command, exe); err != nil {
			return 0, err
		}
	}
	line, _ := os.ReadFile(dir + "/cmdline")
	if len(line) == 0 {
		return 0, nil
	}
	if len(line) >= maxCommandLine {
		text := strings.TrimRight(string(bytes.ReplaceAll(line[:maxCommandLine], []byte{0}, []byte{' '})), " ")
		return 0, setText(t, a, k.CommandLine, text)
	}
	args := strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
	r, err := nat.StringArray(t, args[1:])
	if err != nil {
		return 0, err
	}
	t.VM.SetRef(a.Ref(0), k.Arguments.Offset, r)
	return 0, nil
}

func setText(t *vm.Thread, a vm.Args, f *vm.Field, s string) error {
	r, err := t.NewString(s)
	if err == nil {
		t.VM.SetRef(a.Ref(0), f.Offset, r)
	}
	return err
}
