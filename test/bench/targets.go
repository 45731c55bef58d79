package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"

	"gojvm/internal/bench"
)

// targetTable prints how far the compiled tiers are from what they were to reach.
func (s *suite) targetTable() {
	t1, c1 := s.gojvm.With(tier1), s.java.With(tier1)
	vms := []bench.VM{s.gojvm, t1, s.java, c1}
	if v, err := s.build386(); err != nil {
		fmt.Println("386 is left out:", err)
	} else {
		vms = append(vms, v)
	}
	r := s.campaign(vms, all)
	if s.json != "" {
		if err := writeJSON(s.json, r); err != nil {
			fmt.Println(err)
		}
	}
	const ours, first, java, client, narrow = 0, 1, 2, 3, 4
	toJava, toClient, toOurs := r.Summarize(s.metric, java), r.Summarize(s.metric, client), r.Summarize(s.metric, ours)
	fmt.Printf("\nKernels, steady state: tier 1 to C1, all tiers to C2, 386 to amd64; warm-up of all tiers to that of java\n")
	for k, row := range toJava.Rows {
		fmt.Printf("%-24s %7.2f %7.2f", row.Program.Name, toClient.Rows[k].Cells[first].Ratio.Median, row.Cells[ours].Ratio.Median)
		if len(vms) > narrow {
			fmt.Printf(" %7.2f", toOurs.Rows[k].Cells[narrow].Ratio.Median)
		}
		fmt.Printf(" %7.2f", row.Cells[ours].WarmRatio.Median)
		for _, c := range row.Cells {
			if c.Failed != "" {
				fmt.Printf("  failed: %s", c.Failed)
			}
		}
		fmt.Println()
	}
	fmt.Printf("\n%-72s %8s %8s %8s\n", "Targets", "reach", "mean", "worst")
	mean := func(what string, reach float64, sum *bench.Summary, vm int, ratio func(*bench.Cell) float64) {
		m, worst, n := sum.Mean(vm, "", ratio)
		fmt.Printf("%-72s %8.1f %8.2f %8.2f\n", fmt.Sprintf("%s, %d kernels", what, n), reach, m, worst)
	}
	mean("tier 1 against C1", 1.3, toClient, first, bench.SteadyRatio)
	mean("all tiers against java", 1.5, toJava, ours, bench.SteadyRatio)
	if len(vms) > narrow {
		mean("386 against amd64, all tiers", 2.0, toOurs, narrow, bench.SteadyRatio)
	}
	mean("warm-up against java", 1.5, toJava, ours, bench.WarmRatio)
	s.javacTarget()
	s.ecjTarget()
}

func writeJSON(file string, r *bench.Results) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return r.WriteJSON(f)
}

// build386 returns gojvm for 386.
func (s *suite) build386() (bench.VM, error) {
	if s.gojvm386 == "" {
		s.gojvm386 = filepath.Join(s.classes, "gojvm386")
		cmd := exec.CommandContext(s.ctx, "go", "build", "-o", s.gojvm386, "gojvm/cmd/gojvm")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH=386")
		if out, err := cmd.CombinedOutput(); err != nil {
			return bench.VM{}, fmt.Errorf("go build: %v: %s", err, out)
		}
	}
	v := bench.Command("gojvm386", s.gojvm386)
	return v, v.Identify(s.ctx)
}

// javacTarget compares javac on 100 files, and shows what gojvm has beside Java's heap then.
func (s *suite) javacTarget() {
	args, n, err := s.javacArgs(100)
	if err != nil {
		fmt.Println(err)
		return
	}
	s.compareRuns(fmt.Sprintf("javac compiling %d files of java.util (to reach: 1.5)", n), []bench.VM{s.gojvm, s.java}, args...)
	// A run of its own, for gojvm collects its garbage before it tells.
	m := bench.Measure(s.ctx, s.gojvm, true, args...).Memory
	if m == nil {
		fmt.Println("gojvm told nothing of its memory")
		return
	}
	const mega = 1 << 20
	fmt.Printf("beside Java's heap: code %.1f MB, classes, methods, register code and profiles %.1f MB, Go's heap %.1f MB in use; together %.1f MB (to reach: 64)\n",
		float64(m.Code)/mega, float64(m.Metadata)/mega, float64(m.Go)/mega, float64(m.Code+m.Metadata+m.Go)/mega)
	fmt.Printf("Go has %.1f MB of the system, its collector's room included\n", float64(m.GoTotal)/mega)
}

// ecj is where Debian's package libeclipse-jdt-core-java has the compiler of Eclipse.
const ecj = "/usr/share/java/eclipse-jdt-core.jar"

// ecjTarget compares ECJ on 100 files. They are of BCEL, which the class library has in java.xml: unlike javac,
// ECJ cannot compile a part of java.base by itself.
func (s *suite) ecjTarget() {
	const files = 100
	if _, err := os.Stat(ecj); err != nil {
		fmt.Println("ECJ is left out (package libeclipse-jdt-core-java):", err)
		return
	}
	src := filepath.Join(s.classes, "ecj-src")
	var all []string
	for _, folder := range []string{"com/sun/org/apache/bcel/internal/", "com/sun/org/apache/bcel/internal/classfile/", "com/sun/org/apache/bcel/internal/generic/",
		"com/sun/org/apache/bcel/internal/util/", "jdk/xml/internal/"} {
		names, err := unpack(src, "java.xml/"+folder)
		if err != nil {
			fmt.Println(err)
			return
		}
		all = append(all, names...)
	}
	// Without the module java.xml, whose packages these are; the files that these need come from the source path.
	args := []string{"-cp", ecj, "org.eclipse.jdt.internal.compiler.batch.Main", "-17", "-proc:none", "-nowarn", "--limit-modules", "java.base",
		"-sourcepath", filepath.Join(src, "java.xml"), "-d", filepath.Join(s.classes, "ecj-out")}
	s.compareRuns(fmt.Sprintf("ECJ compiling %d files of BCEL, and those that they need (to reach: 1.5)", files), []bench.VM{s.gojvm, s.java}, append(args, all[:files]...)...)
}

// callTable prints what calls between the interpreter, compiled code and natives cost.
func (s *suite) callTable() {
	dir, err := os.MkdirTemp("", "gojvm-calls")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "Calls.java")
	if err := os.WriteFile(file, []byte(callSource), 0o644); err != nil {
		fmt.Println(err)
		return
	}
	if out, err := exec.CommandContext(s.ctx, "javac", "-d", dir, file).CombinedOutput(); err != nil {
		fmt.Printf("javac: %v: %s\n", err, out)
		return
	}
	fmt.Printf("\nCalls, nanoseconds each, at best\n%-12s %32s %32s\n", "", "interpreter to compiled (reach 15)", "compiled to native (reach 25)")
	for _, v := range []bench.VM{s.gojvm, s.java} {
		best := [2]float64{math.Inf(1), math.Inf(1)}
		flags := []string{"-XX:CompileCommand=quiet", "-XX:CompileCommand=exclude,Calls::callAll", "-XX:CompileCommand=exclude,Calls::callNone", "-XX:CompileCommand=dontinline,Calls::*"}
		for range s.reps {
			r := bench.Measure(s.ctx, v.With(flags...), false, "-cp", dir, "Calls")
			var x [2]float64
			if _, err := fmt.Sscan(r.Output, &x[0], &x[1]); err != nil || r.Failed != "" {
				fmt.Printf("%s: %v %s %s\n", v.Name, err, r.Failed, r.Output)
				return
			}
			for i := range x {
				best[i] = min(best[i], x[i])
			}
		}
		fmt.Printf("%-12s %32.1f %32.1f\n", v.Name, best[0], best[1])
	}
}

// callSource measures loops with a call and without: in methods that are excluded from compilation,
// and in methods that are compiled. The native is Thread.holdsLock, whose work is included.
const callSource = `public class Calls {
    static int callee(int x) { return x + 1; }

    static int callAll(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) s = callee(s);
        return s;
    }

    static int callNone(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) s = s + 1;
        return s;
    }

    static int nativeAll(Object o, int n) {
        int s = 0;
        for (int i = 0; i < n; i++) if (Thread.holdsLock(o)) s++;
        return s;
    }

    static int nativeNone(Object o, int n) {
        int s = 0;
        for (int i = 0; i < n; i++) if ((i & 1) == 0) s++;
        return s;
    }

    static int sink;

    public static void main(String[] args) {
        Object o = new Object();
        for (int i = 0; i < 300; i++) sink += callAll(1000) + nativeAll(o, 1000) + nativeNone(o, 1000);
        for (int i = 0; i < 100000; i++) sink += callee(i);
        double call = 1e9, noCall = 1e9, inNative = 1e9, noNative = 1e9;
        int n = 20000; // short, so that some are not interrupted
        for (int r = 0; r < 1000; r++) {
            long t0 = System.nanoTime();
            sink += callAll(n);
            long t1 = System.nanoTime();
            sink += callNone(n);
            long t2 = System.nanoTime();
            sink += nativeAll(o, n);
            long t3 = System.nanoTime();
            sink += nativeNone(o, n);
            long t4 = System.nanoTime();
            call = Math.min(call, t1 - t0);
            noCall = Math.min(noCall, t2 - t1);
            inNative = Math.min(inNative, t3 - t2);
            noNative = Math.min(noNative, t4 - t3);
        }
        System.out.println((call - noCall) / n + " " + (inNative - noNative) / n);
    }
}
`
