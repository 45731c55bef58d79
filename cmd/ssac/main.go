// Command ssac compiles functions in the text form of package codegen/ssa.
//
//	ssac [-O quick|full] [-d] [-S] [-run args] file.ssa
//
// Built so far: target amd64; -d (dump after each pass), -S (places after register
// allocation), -run (run the last function of the file on this machine with integer
// arguments). Object files and the other targets are not built yet.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"gojvm/amd64"
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "ssac:", err)
		os.Exit(1)
	}
}

func run() error {
	level := flag.String("O", "full", "pipeline: quick or full")
	dump := flag.Bool("d", false, "dump the function after each pass")
	places := flag.Bool("S", false, "print the function after register allocation")
	args := flag.String("run", "", "run the last function with these `arguments`, separated by commas (\"-\" for none)")
	check := flag.Bool("check", false, "check the function after each pass")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	file := flag.Arg(0)
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	o := codegen.Options{Level: codegen.Full, Check: *check}
	switch *level {
	case "full":
	case "quick":
		o.Level = codegen.Quick
	default:
		return fmt.Errorf("-O %s: want quick or full", *level)
	}
	if *dump {
		o.Dump = func(stage string, f *ssa.Func) { fmt.Printf("# after %s\n%s\n", stage, f) }
	}
	if *places {
		o.DumpAlloc = func(_ *ssa.Func, a *regalloc.Allocation) { fmt.Print(a) }
	}
	target := amd64.NewTarget()
	fs, err := ssa.Parse(file, string(text), target.Ops, target.PtrSize)
	if err != nil {
		return err
	}
	var codes []*codegen.Code
	for _, f := range fs {
		c, err := codegen.Compile(f, target, o)
		if err != nil {
			return err
		}
		codes = append(codes, c)
	}
	if *args == "" {
		return nil
	}
	if len(fs) == 0 {
		return fmt.Errorf("%s: no function to run", file)
	}
	var list []string
	if *args != "-" {
		list = strings.Split(*args, ",")
	}
	return execute(target, codes, fs[len(fs)-1], list)
}
