package management

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func systemNatives() vm.NativeTable {
	const c = "com/sun/management/internal/OperatingSystemImpl."
	info := func(of func(*unix.Sysinfo_t) uint64) vm.NativeFunc {
		return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			var s unix.Sysinfo_t
			if unix.Sysinfo(&s) != nil {
				return nat.Long(-1)
			}
			return nat.Long(int64(of(&s) * uint64(s.Unit)))
		}
	}
	return vm.NativeTable{
		c + "initialize0()V":                    initLoad,
		c + "getCommittedVirtualMemorySize0()J": virtualMemory,
		c + "getTotalMemorySize0()J":            info(func(s *unix.Sysinfo_t) uint64 { return uint64(s.Totalram) }),
		c + "getFreeMemorySize0()J":             info(func(s *unix.Sysinfo_t) uint64 { return uint64(s.Freeram) }),
		c + "getTotalSwapSpaceSize0()J":         info(func(s *unix.Sysinfo_t) uint64 { return uint64(s.Totalswap) }),
		c + "getFreeSwapSpaceSize0()J":          info(func(s *unix.Sysinfo_t) uint64 { return uint64(s.Freeswap) }),
		c + "getProcessCpuTime0()J":             processTime,
		c + "getCpuLoad0()D":                    cpuLoad,
		c + "getProcessCpuLoad0()D":             processLoad,
		c + "getSingleCpuLoad0(I)D":             singleLoad,
		c + "getHostTotalCpuTicks0()J":          hostTicks,
		c + "getHostConfiguredCpuCount0()I":     configuredCPUs,
		c + "getHostOnlineCpuCount0()I":         onlineCPUs,
		c + "getOpenFileDescriptorCount0()J":    openDescriptors,
		c + "getMaxFileDescriptorCount0()J":     maxDescriptors,
	}
}

// virtualMemory is the size of the address space in bytes: the first number of
// /proc/self/statm, in pages.
func virtualMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return nat.Long(-1)
	}
	first, _, _ := strings.Cut(string(b), " ")
	n, _ := strconv.ParseInt(first, 10, 64)
	return nat.Long(n * int64(os.Getpagesize()))
}

// ownTime is the processor time of the process, in user mode and in the kernel.
func ownTime() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func processTime(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Long(int64(ownTime())) }

// ticks are the times of /proc/stat, in units of 1/100 s.
type ticks struct{ busy, total uint64 }

// readTicks reads the times of all processors and of each.
func readTicks() (all ticks, each []ticks) {
	b, _ := os.ReadFile("/proc/stat")
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) < 5 || !strings.HasPrefix(f[0], "cpu") {
			continue
		}
		var x ticks
		for i, s := range f[1:min(len(f), 9)] { // guest times are in user time already
			n, _ := strconv.ParseUint(s, 10, 64)
			x.total += n
			const idle, iowait = 3, 4
			if i != idle && i != iowait {
				x.busy += n
			}
		}
		if f[0] == "cpu" {
			all = x
		} else {
			each = append(each, x)
		}
	}
	return all, each
}

// load remembers the counts of the last question, since a load is that of the
// time since then.
type load struct {
	mu      sync.Mutex
	all     ticks
	each    []ticks
	own     time.Duration
	ownWhen time.Time
}

type loadKey struct{}

func loadOf(v *vm.VM) *load {
	return v.Ext(loadKey{}, func() any {
		l := &load{own: ownTime(), ownWhen: time.Now()}
		l.all, l.each = readTicks()
		return l
	}).(*load)
}

func initLoad(t *vm.Thread, a vm.Args) (vm.Value, error) {
	loadOf(t.VM)
	return 0, nil
}

// since returns the part of the time from old to x that was busy, 0 to 1.
func (x ticks) since(old ticks) float64 {
	if x.total <= old.total || x.busy <= old.busy {
		return 0
	}
	return min(float64(x.busy-old.busy)/float64(x.total-old.total), 1)
}

func cpuLoad(t *vm.Thread, a vm.Args) (vm.Value, error) {
	l := loadOf(t.VM)
	l.mu.Lock()
	defer l.mu.Unlock()
	all, _ := readTicks()
	d := all.since(l.all)
	l.all = all
	return nat.Double(d)
}

func singleLoad(t *vm.Thread, a vm.Args) (vm.Value, error) {
	l := loadOf(t.VM)
	l.mu.Lock()
	defer l.mu.Unlock()
	_, each := readTicks()
	i := int(a.Int(1))
	if i < 0 || i >= len(each) || i >= len(l.each) {
		return nat.Double(-1)
	}
	d := each[i].since(l.each[i])
	l.each[i] = each[i]
	return nat.Double(d)
}

// processLoad is the part of all processors that the process had.
func processLoad(t *vm.Thread, a vm.Args) (vm.Value, error) {
	l := loadOf(t.VM)
	l.mu.Lock()
	defer l.mu.Unlock()
	own, now := ownTime(), time.Now()
	could := now.Sub(l.ownWhen) * time.Duration(runtime.NumCPU())
	d := 0.0
	if could > 0 {
		d = min(max(float64(own-l.own)/float64(could), 0), 1)
	}
	l.own, l.ownWhen = own, now
	return nat.Double(d)
}

func hostTicks(t *vm.Thread, a vm.Args) (vm.Value, error) {
	all, _ := readTicks()
	return nat.Long(int64(all.total))
}

// cpuCount counts a list such as "0-3,5" in a file of the kernel.
func cpuCount(file string) int32 {
	b, err := os.ReadFile("/sys/devices/system/cpu/" + file)
	if err != nil {
		return int32(runtime.NumCPU())
	}
	n := 0
	for _, r := range strings.Split(strings.TrimSpace(string(b)), ",") {
		from, to, isRange := strings.Cut(r, "-")
		lo, _ := strconv.Atoi(from)
		hi := lo
		if isRange {
			hi, _ = strconv.Atoi(to)
		}
		n += hi - lo + 1
	}
	return int32(n)
}

func configuredCPUs(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Int(cpuCount("present")) }
func onlineCPUs(t *vm.Thread, a vm.Args) (vm.Value, error)     { return nat.Int(cpuCount("online")) }

func openDescriptors(t *vm.Thread, a vm.Args) (vm.Value, error) {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return nat.Long(-1)
	}
	return nat.Long(int64(len(entries)) - 1) // one is that of the folder itself
}

func maxDescriptors(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var r unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &r); err != nil {
		return nat.Long(-1)
	}
	return nat.Long(int64(r.Cur))
}
