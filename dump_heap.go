package gojvm

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"gojvm/internal/system"
	"gojvm/vm"
)

// DumpHeap writes all live objects to a new file in hprof form (version 1.0.2),
// which the usual tools open. It collects first, and stops all Java threads.
func (v *VM) DumpHeap(path string) error {
	return v.do(func(t *vm.Thread) error {
		_, err := v.dumpHeap(t, path)
		return err
	})
}

// dumpHeap is vm.VM.DumpHeap.
func (v *VM) dumpHeap(t *vm.Thread, path string) (int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := writeHprof(t, f)
	if e := f.Close(); err == nil {
		err = e
	}
	return n, err
}

// dumpAtOutOfMemory is what -XX:+HeapDumpOnOutOfMemoryError asks for.
func (v *VM) dumpAtOutOfMemory(t *vm.Thread, msg string) {
	out := v.stdout()
	fmt.Fprintf(out, "java.lang.OutOfMemoryError: %s\n", msg)
	path := v.vm.Config.HeapDumpPath
	name := fmt.Sprintf("java_pid%d.hprof", os.Getpid())
	if path == "" {
		path = name
	} else if st, err := os.Stat(path); err == nil && st.IsDir() {
		path = filepath.Join(path, name)
	}
	fmt.Fprintf(out, "Dumping heap to %s ...\n", path)
	begin := time.Now()
	n, err := v.dumpHeap(t, path)
	if err != nil {
		fmt.Fprintf(out, "Unable to create %s: %s\n", path, system.ErrorText(err))
		return
	}
	fmt.Fprintf(out, "Heap dump file created [%d bytes in %.3f secs]\n", n, time.Since(begin).Seconds())
}

// stdout is where the machine itself prints, as HotSpot does.
func (v *VM) stdout() io.Writer {
	if w := v.vm.Config.Stdout; w != nil {
		return w
	}
	return os.Stdout
}
