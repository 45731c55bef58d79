package kernels

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gojvm/amd64"
	"gojvm/codegen"
	"gojvm/codegen/object"
	"gojvm/codegen/ssa"
	"gojvm/codegen/static"
	"gojvm/ppc"
	"gojvm/x86"
)

// TestStatic runs each kernel as a static executable for each target, ppc under qemu.
func TestStatic(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("the executables are for Linux, and made the same on every host")
	}
	for _, target := range []*codegen.Target{amd64.NewTarget(), x86.NewTarget(), ppc.NewTarget()} {
		var emulator []string
		if target.Name == "ppc" {
			if _, err := exec.LookPath("qemu-ppc"); err != nil {
				t.Log("ppc is left out: qemu-ppc is not installed; test/setup.sh does it")
				continue
			}
			emulator = []string{"qemu-ppc"}
		}
		for _, k := range All() {
			for _, level := range []codegen.Level{codegen.Quick, codegen.Full} {
				path := filepath.Join(t.TempDir(), k.Name)
				if err := writeStatic(path, k, target, codegen.Options{Level: level, Check: true}); err != nil {
					t.Errorf("%s for %s: %v", k.Name, target.Name, err)
					continue
				}
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				argv := append(emulator, path, fmt.Sprint(k.Small))
				out, err := exec.CommandContext(ctx, argv[0], argv[1:]...).CombinedOutput()
				cancel()
				if got := strings.TrimSpace(string(out)); err != nil || got != fmt.Sprint(k.Check) {
					t.Errorf("%s(%d) for %s, level %d: %q, %v; want %d", k.Name, k.Small, target.Name, level, got, err, k.Check)
				}
			}
		}
	}
}

// writeStatic writes an executable that runs a kernel.
func writeStatic(path string, k Kernel, target *codegen.Target, o codegen.Options) error {
	fs, err := ssa.Parse(k.Name, k.Source(), target.Ops, target.PtrSize)
	if err != nil {
		return err
	}
	more, err := static.Functions(target, fs, fs[len(fs)-1])
	if err != nil {
		return err
	}
	var funcs []object.Func
	for _, f := range append(fs, more...) {
		c, err := codegen.Compile(f, target, o)
		if err != nil {
			return err
		}
		funcs = append(funcs, object.Func{Code: c})
	}
	file, err := static.Link(target, funcs)
	if err != nil {
		return err
	}
	w, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	if err := file.WriteExecutable(w, static.Entry); err != nil {
		return err
	}
	return w.Close()
}
