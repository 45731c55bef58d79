package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Program is what is run: a class with the harness, or with no Units any class.
type Program struct {
	Name  string `json:"name"`
	Units int    `json:"units"` // of work per iteration, such that an optimizing VM takes about 30 ms
}

// Group is the package of the program, "" if it has none.
func (p Program) Group() string {
	if i := strings.LastIndexByte(p.Name, '.'); i >= 0 {
		return p.Name[:i]
	}
	return ""
}

// ReadKernels reads a list of kernels: lines with name and units.
func ReadKernels(text []byte) ([]Program, error) {
	var list []Program
	for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); {
		f := strings.Fields(s.Text())
		if len(f) < 2 || strings.HasPrefix(s.Text(), "#") {
			continue
		}
		units, err := strconv.Atoi(f[1])
		if err != nil {
			return nil, fmt.Errorf("%q: %v", s.Text(), err)
		}
		list = append(list, Program{f[0], units})
	}
	return list, nil
}

// Hello is the name of a program that prints a line: Compile adds it.
const Hello = "HelloWorld"

const helloSource = `public class HelloWorld {
    public static void main(String[] args) {
        System.out.println("Hello, world");
    }
}
`

// Compile compiles the Java sources of a file system, which may be nil, and [Hello] into a new folder, by the javac
// on PATH or, where there is none, by the one that v has in its class library.
func Compile(sources fs.FS, v VM) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "gojvm-bench"); err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	src := filepath.Join(dir, "src")
	if sources != nil {
		if err := os.CopyFS(src, sources); err != nil {
			return "", err
		}
	} else if err := os.Mkdir(src, 0o755); err != nil {
		return "", err
	}
	hello := filepath.Join(dir, Hello+".java")
	if err := os.WriteFile(hello, []byte(helloSource), 0o644); err != nil {
		return "", err
	}
	files := []string{hello}
	err = filepath.WalkDir(src, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".java") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	argv := []string{"javac"}
	if _, err := exec.LookPath("javac"); err != nil {
		argv = append(append([]string{}, v.Argv...), "-m", "jdk.compiler/com.sun.tools.javac.Main")
	}
	argv = append(append(argv, "-nowarn", "-Xlint:none", "-d", dir), files...)
	if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %v\n%s", argv[0], err, out)
	}
	return dir, nil
}

// Effort is how much of a program a run does.
type Effort struct {
	Iterations int `json:"iterations"`
	Share      int `json:"share"`   // of the units: 1/Share
	Seconds    int `json:"seconds"` // no iteration begins after so many
}

// The usual efforts: of VMs that compile, and of those that interpret only.
var (
	Compiled    = Effort{Iterations: 45, Share: 1, Seconds: 60}
	Interpreted = Effort{Iterations: 6, Share: 16, Seconds: 60}
)

// arguments returns what the harness is given, and the units of an iteration.
func (e Effort) arguments(p Program) ([]string, int) {
	units := max(1, p.Units/e.Share)
	return []string{strconv.Itoa(e.Iterations), strconv.Itoa(units), strconv.Itoa(e.Seconds), "cpu"}, units
}
