// Command ssac compiles functions in the text form of package codegen/ssa.
//
//	ssac [-target amd64|386|ppc] [-O quick|full] [-S | -c | -o file | -run] [options] file.ssa [arguments]
//
//	-S           print the machine code as assembly, with source lines
//	-c           write a relocatable object, to file.o or the file of -o
//	-o file      write a static executable (an object, with -c)
//	-run         build an executable and run it with the arguments; code of another machine
//	             runs under qemu
//	-cpu names   what the machine has, such as x86-64-v3, or popcnt,bmi2, or native: that which
//	             this one has. By default programs that run at once use that, what is written to
//	             a file runs on every machine of the kind
//	-func name   the function that the executable runs (default: the last of the file)
//	-dump list   print functions after these passes, separated by commas; "all" for all,
//	             "regalloc" for the places of values
//	-html file   write a page that shows each function after each pass, side by side
//	-check       check the function after each pass
//
// With none of -S, -c, -o and -run the file is only compiled. Package static tells how the
// arguments of an executable become those of the function, and what it prints.
//
// Errors have the form file:line:column: message, as far as they belong to a place.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"gojvm/amd64"
	"gojvm/codegen"
	"gojvm/codegen/object"
	"gojvm/codegen/ssa"
	"gojvm/codegen/static"
	"gojvm/ppc"
	"gojvm/x86"
)

// targets are the machines by name, with the emulator that runs their programs elsewhere.
var targets = map[string]struct {
	make     func() *codegen.Target
	emulator string
	host     func() codegen.Features // of a machine that runs the target's programs
}{
	"amd64": {amd64.NewTarget, "qemu-x86_64", amd64.HostFeatures},
	"386":   {x86.NewTarget, "qemu-i386", x86.HostFeatures},
	"ppc":   {ppc.NewTarget, "qemu-ppc", func() codegen.Features { return 0 }},
}

func main() {
	status, err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status)
}

// command is an invocation.
type command struct {
	target              *codegen.Target
	emulator            string
	o                   codegen.Options
	list, object, exec  bool
	out, fn, dump, html string
	path                string
	args                []string
	text                string
	stdout, stderr      io.Writer
}

// run does everything and returns the exit status.
func run(argv []string, stdout, stderr io.Writer) (int, error) {
	c := &command{stdout: stdout, stderr: stderr, o: codegen.Options{Level: codegen.Full}}
	fl := flag.NewFlagSet("ssac", flag.ContinueOnError)
	fl.SetOutput(stderr)
	target := fl.String("target", "amd64", "`machine`: amd64, 386 or ppc")
	level := fl.String("O", "full", "`pipeline`: quick or full")
	fl.BoolVar(&c.list, "S", false, "print assembly")
	fl.BoolVar(&c.object, "c", false, "write a relocatable object")
	fl.StringVar(&c.out, "o", "", "write a static executable (an object, with -c) to `file`")
	fl.BoolVar(&c.exec, "run", false, "build an executable and run it")
	cpu := fl.String("cpu", "", "`features` of the machine: names separated by commas, or native (default: native with -run, else none)")
	fl.StringVar(&c.fn, "func", "", "`name` of the function that the executable runs (default: the last)")
	fl.StringVar(&c.dump, "dump", "", "print functions after these `passes` (all, regalloc, or names)")
	fl.StringVar(&c.html, "html", "", "write a page with all passes to `file`")
	fl.BoolVar(&c.o.Check, "check", false, "check the function after each pass")
	fl.Usage = func() {
		fmt.Fprintln(stderr, "usage: ssac [options] file.ssa [arguments]")
		fl.PrintDefaults()
	}
	if err := fl.Parse(argv); err != nil {
		return 2, nil // the flag package has said why
	}
	if fl.NArg() == 0 {
		fl.Usage()
		return 2, nil
	}
	t, ok := targets[*target]
	if !ok {
		return 2, fmt.Errorf("ssac: -target %s: want amd64, 386 or ppc", *target)
	}
	c.target, c.emulator = t.make(), t.emulator
	switch *level {
	case "full":
	case "quick":
		c.o.Level = codegen.Quick
	default:
		return 2, fmt.Errorf("ssac: -O %s: want quick or full", *level)
	}
	switch here := native(c.target.Name); {
	case *cpu == "native" && !here:
		return 2, fmt.Errorf("ssac: -cpu native: this machine does not run code for %s", c.target.Name)
	case *cpu == "native" || *cpu == "" && here && c.exec && !c.object && c.out == "":
		c.o.Features = t.host()
	case *cpu != "":
		var err error
		if c.o.Features, err = c.target.ParseFeatures(*cpu); err != nil {
			return 2, fmt.Errorf("ssac: -cpu: %w", err)
		}
	}
	c.path, c.args = fl.Arg(0), fl.Args()[1:]
	if len(c.args) > 0 && !c.exec {
		return 2, fmt.Errorf("ssac: arguments are for -run only")
	}
	return c.compile()
}

func (c *command) compile() (int, error) {
	text, err := os.ReadFile(c.path)
	if err != nil {
		return 1, fmt.Errorf("ssac: %w", err)
	}
	c.text = string(text)
	fs, err := ssa.Parse(c.path, c.text, c.target.Ops, c.target.PtrSize)
	if err != nil {
		return 1, err
	}
	if len(fs) == 0 {
		return 1, fmt.Errorf("%s:1:1: no function", c.path)
	}
	entry, err := c.entry(fs)
	if err != nil {
		return 1, err
	}
	signature := *entry // compiling rewrites the function
	rec := newRecorder(c)
	codes := make([]*codegen.Code, len(fs))
	for i, f := range fs {
		if codes[i], err = rec.compile(f); err != nil {
			return 1, c.locate(err)
		}
	}
	if c.html != "" {
		if err := rec.writePage(c.html); err != nil {
			return 1, fmt.Errorf("ssac: %w", err)
		}
	}
	if c.list {
		for _, code := range codes {
			c.listing().Write(c.stdout, code)
		}
	}
	switch {
	case c.object:
		err = c.writeObject(codes)
	case c.out != "":
		err = c.writeExecutable(c.out, fs, &signature, codes)
	case c.exec:
		return c.runProgram(fs, &signature, codes)
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}

// entry returns the function that an executable runs.
func (c *command) entry(fs []*ssa.Func) (*ssa.Func, error) {
	if c.fn == "" {
		return fs[len(fs)-1], nil
	}
	for _, f := range fs {
		if f.Name == c.fn {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%s:1:1: no function @%s", c.path, c.fn)
}

// locate gives an error the place in the text that it is about.
func (c *command) locate(err error) error {
	var check *ssa.CheckError
	if !errors.As(err, &check) || check.Line == 0 {
		return fmt.Errorf("%s: %w", c.path, err)
	}
	lines := strings.Split(c.text, "\n")
	col := 1
	if n := int(check.Line) - 1; n < len(lines) {
		col += len(lines[n]) - len(strings.TrimLeft(lines[n], " \t"))
	}
	return fmt.Errorf("%s:%d:%d: %w", c.path, check.Line, col, err)
}

// funcs are the functions of the program with the file that their lines are in.
func (c *command) funcs(codes []*codegen.Code) []object.Func {
	path, err := filepath.Abs(c.path)
	if err != nil {
		path = c.path
	}
	var out []object.Func
	for _, code := range codes {
		out = append(out, object.Func{Code: code, Path: path})
	}
	return out
}

func (c *command) writeObject(codes []*codegen.Code) error {
	m, err := object.MachineOf(c.target)
	if err != nil {
		return fmt.Errorf("ssac: %w", err)
	}
	out := c.out
	if out == "" {
		out = strings.TrimSuffix(filepath.Base(c.path), ".ssa") + ".o"
	}
	f := &object.File{Machine: m, Funcs: c.funcs(codes)}
	return create(out, 0o644, f.WriteObject)
}

func (c *command) writeExecutable(out string, fs []*ssa.Func, entry *ssa.Func, codes []*codegen.Code) error {
	more, err := static.Functions(c.target, fs, entry)
	if err != nil {
		return fmt.Errorf("ssac: %w", err)
	}
	funcs := c.funcs(codes)
	for _, f := range more {
		code, err := codegen.Compile(f, c.target, codegen.Options{Level: codegen.Full, Features: c.o.Features})
		if err != nil {
			return fmt.Errorf("BUG: %w", err)
		}
		funcs = append(funcs, object.Func{Code: code})
	}
	f, err := static.Link(c.target, funcs)
	if err != nil {
		return fmt.Errorf("ssac: %w", err)
	}
	return create(out, 0o755, func(w io.Writer) error {
		err := f.WriteExecutable(w, static.Entry)
		var undef *object.UndefinedError
		if errors.As(err, &undef) {
			return fmt.Errorf("%s: %w", c.path, err)
		}
		return err
	})
}

// runProgram builds the program in a folder of its own and runs it.
func (c *command) runProgram(fs []*ssa.Func, entry *ssa.Func, codes []*codegen.Code) (int, error) {
	dir, err := os.MkdirTemp("", "ssac")
	if err != nil {
		return 1, fmt.Errorf("ssac: %w", err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "program")
	if err := c.writeExecutable(path, fs, entry, codes); err != nil {
		return 1, err
	}
	argv := append([]string{path}, c.args...)
	if !native(c.target.Name) {
		if _, err := exec.LookPath(c.emulator); err != nil {
			return 1, fmt.Errorf("ssac: code for %s does not run on this machine, and %s is not installed", c.target.Name, c.emulator)
		}
		argv = append([]string{c.emulator}, argv...)
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdout, cmd.Stderr, cmd.Stdin = c.stdout, c.stderr, os.Stdin
	cmd.Dir = dir // for core dumps
	err = cmd.Run()
	var ee *exec.ExitError
	if errors.As(err, &ee) {
		if status := ee.ExitCode(); status > 0 {
			return status, nil
		}
		return 1, fmt.Errorf("ssac: the program ended with %v", ee)
	}
	if err != nil {
		return 1, fmt.Errorf("ssac: %w", err)
	}
	return 0, nil
}

// create writes a file, which exists only if that succeeds.
func create(path string, mode os.FileMode, write func(io.Writer) error) error {
	w, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, mode)
	if err != nil {
		return fmt.Errorf("ssac: %w", err)
	}
	err = write(w)
	if e := w.Close(); err == nil && e != nil {
		err = fmt.Errorf("ssac: %w", e)
	}
	if err == nil {
		err = os.Chmod(path, mode) // an old file keeps its mode
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}
