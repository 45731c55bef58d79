package kernels

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gojvm/amd64"
	"gojvm/codegen"
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
				if err := k.WriteProgram(path, target, codegen.Options{Level: level, Check: true}); err != nil {
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
