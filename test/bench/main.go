// Command bench measures Java VMs side by side and prints the tables of README.md:
// the kernels below kernels/, the start of a small program, javac on one file,
// collection-heavy kernels, and many threads.
//
//	go run ./test/bench -only codegen [-reps 3] [-run regexp]
//	go run ./test/bench [-gojvm bin/gojvm] [-java java] [-reps 3] [-only table] [-run regexp]
//
// Runs are interleaved (one of each VM, then the next repetition), so that other
// work on the machine disturbs all alike; ratios are of medians, below 1 is faster
// than java.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// vm is one command line that runs Java programs.
type vm struct {
	name string
	argv []string
}

func (v vm) with(flags ...string) vm {
	return vm{strings.Join(append([]string{v.name}, flags...), " "), append(append([]string{}, v.argv...), flags...)}
}

// suite is what the tables share.
type suite struct {
	gojvm, java vm
	reps        int
	classes     string // folder of the compiled kernels
	kernels     []kernel
	match       *regexp.Regexp
}

func main() {
	log.SetFlags(0)
	gojvm := flag.String("gojvm", "bin/gojvm", "the VM measured")
	java := flag.String("java", "java", "the VM compared with")
	reps := flag.Int("reps", 3, "repetitions")
	only := flag.String("only", "", "one table: codegen, ppc, kernels, tiers, start, javac, gc, threads or idle")
	match := flag.String("run", "", "only kernels whose name matches")
	folder := flag.String("kernels", "test/bench/kernels", "folder of the kernels")
	flag.Parse()

	s := &suite{gojvm: vm{"gojvm", strings.Fields(*gojvm)}, java: vm{"java", strings.Fields(*java)}, reps: *reps, match: regexp.MustCompile(*match)}
	if *only == "" || *only == "codegen" {
		s.codegenTable()
		if *only != "" {
			return
		}
	}
	if *only == "" || *only == "ppc" {
		s.ppcTable()
		if *only != "" {
			return
		}
	}
	var err error
	if s.kernels, err = readKernels(filepath.Join(*folder, "kernels.set")); err != nil {
		log.Fatal(err)
	}
	if s.classes, err = compileKernels(*folder); err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(s.classes)
	fmt.Printf("Machine: %s\n", machine())
	for _, t := range []struct {
		name string
		run  func()
	}{{"kernels", s.kernelTable}, {"tiers", s.tierTable}, {"start", s.startTable}, {"javac", s.javacTable}, {"gc", s.gcTable}, {"threads", s.threadTable}, {"idle", s.idleTable}} {
		if *only == "" || *only == t.name {
			t.run()
		}
	}
}

// compileKernels compiles the kernels and HelloWorld to a folder of their own.
func compileKernels(folder string) (string, error) {
	out, err := os.MkdirTemp("", "gojvm-bench")
	if err != nil {
		return "", err
	}
	sources, _ := filepath.Glob(filepath.Join(folder, "src", "*", "*.java"))
	hello := filepath.Join(out, "HelloWorld.java")
	if err := os.WriteFile(hello, []byte(helloSource), 0o644); err != nil {
		return "", err
	}
	args := append([]string{"-nowarn", "-Xlint:none", "-d", out, hello}, sources...)
	if msg, err := exec.Command("javac", args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("javac: %v\n%s", err, msg)
	}
	return out, nil
}

const helloSource = `public class HelloWorld {
    public static void main(String[] args) {
        System.out.println("Hello, world");
    }
}
`

// machine names the processor, its count and the system.
func machine() string {
	model := runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`(?m)^model name\s*:\s*(.*)$`).FindSubmatch(text); m != nil {
			model = string(m[1])
		}
	}
	return fmt.Sprintf("%s, %d processors, %s/%s", model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
}
