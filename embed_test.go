package gojvm_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"gojvm"
	"gojvm/loader/jimage"
)

// classes compiles testdata/embed once.
var classes = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "gojvm-embed-")
	if err != nil {
		return "", err
	}
	out, err := exec.Command("javac", "-nowarn", "-d", dir, "testdata/embed/Embedded.java").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("javac: %v\n%s", err, out)
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := classes(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// newVM makes a small VM with the test's classes; it is closed with the test.
func newVM(t *testing.T, c gojvm.Config) *gojvm.VM {
	t.Helper()
	if _, err := exec.LookPath("javac"); err != nil {
		t.Skip("javac is not installed: test/setup.sh installs it")
	}
	dir, err := classes()
	if err != nil {
		t.Fatal(err)
	}
	c.ClassPath = append(c.ClassPath, dir)
	c.Options = append(c.Options, "-Xmx64m")
	v, err := gojvm.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

func class(t *testing.T, v *gojvm.VM, name string) *gojvm.Class {
	t.Helper()
	c, err := v.Class(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// want checks a result and its error.
func want(t *testing.T, what string, got any, err error, wanted any) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if !reflect.DeepEqual(got, wanted) {
		t.Errorf("%s = %#v, want %#v", what, got, wanted)
	}
}

func TestEmbedValues(t *testing.T) {
	v := newVM(t, gojvm.Config{})
	c := class(t, v, "acme.Embedded")
	for _, a := range []struct {
		arg  any
		kind string
	}{
		{true, "boolean"}, {int8(1), "byte"}, {uint8(1), "byte"}, {int16(1), "short"}, {uint16(1), "char"},
		{1, "int"}, {int32(1), "int"}, {int64(1), "long"}, {uint64(1 << 40), "long"}, {float32(1), "float"}, {1.0, "double"},
		{"s", "String"}, {[]int32{1}, "int[]"}, {[]int64{1}, "Object"}, {c, "Object"},
	} {
		r, err := c.Call("kind", a.arg)
		want(t, fmt.Sprintf("kind(%T)", a.arg), r, err, a.kind)
	}
	r, err := c.Call("kind(J)", 1)
	want(t, "kind(J)", r, err, "long")
	for _, a := range []any{
		[]bool{true, false}, []byte{1, 255}, []uint16{1, 65535}, []int16{-1}, []int32{}, []int64{1 << 50},
		[]float32{1.5}, []float64{-0.25}, []string{"a", "", "ü€😀"},
	} {
		r, err := c.Call("same", a)
		want(t, fmt.Sprintf("same(%T)", a), r, err, a)
	}
	for _, a := range []any{true, int8(-3), uint16('x'), int16(4), int32(5), int64(6), float32(7), 8.0, "nine", nil} {
		r, err := c.Call("same(Ljava/lang/Object;)", a)
		want(t, fmt.Sprintf("same(Object of %T)", a), r, err, a)
	}
	r, err = c.Call("sum", []any{1, 2.0, int64(3)})
	want(t, "sum", r, err, int32(6))
}

func TestEmbedObjects(t *testing.T) {
	v := newVM(t, gojvm.Config{})
	c := class(t, v, "acme.Embedded")
	o, err := c.New("", "Ada")
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.Call("getName")
	want(t, "getName", r, err, "Ada")
	r, err = o.Get("big")
	want(t, "big", r, err, int64(1<<40))
	if err := o.Set("name", "Grace"); err != nil {
		t.Error(err)
	}
	r, err = o.Call("getName")
	want(t, "getName", r, err, "Grace")
	if err := o.Set("fixed", 1); err == nil {
		t.Error("a final field was set")
	}
	r, err = c.Get("GREETING")
	want(t, "GREETING", r, err, "hello")
	if err := c.Set("counter", 41); err != nil {
		t.Error(err)
	}
	r, err = c.Get("counter")
	want(t, "counter", r, err, int32(41))
	if err := c.Set("shared", o); err != nil {
		t.Error(err)
	}
	k, err := o.Class()
	if err != nil || k.Name() != "acme.Embedded" {
		t.Errorf("class %v, %v", k, err)
	}
	is, err := o.InstanceOf(class(t, v, "java.lang.Runnable"))
	want(t, "instance of Runnable", is, err, false)

	a, err := v.NewArray("int", 3)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SetIndex(1, 5); err != nil {
		t.Error(err)
	}
	r, err = a.Value()
	want(t, "array", r, err, []int32{0, 5, 0})
	if _, err := a.Index(3); err == nil {
		t.Error("index 3 of 3 elements")
	}
	if _, err := class(t, v, "java.util.Arrays").Call("sort([I)V", a); err != nil {
		t.Error(err)
	}
	r, err = a.Index(2)
	want(t, "sorted element", r, err, int32(5))

	list, err := class(t, v, "java.util.ArrayList").New("")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []any{1, "two", 3.0, o} {
		if _, err := list.Call("add(Ljava/lang/Object;)", x); err != nil {
			t.Error(err)
		}
	}
	r, err = list.Call("get", 1)
	want(t, "get", r, err, "two")
	r, err = list.Call("size")
	want(t, "size", r, err, int32(4))
	list.Release()
	if _, err := list.Call("size"); err == nil {
		t.Error("a released object was called")
	}
	for _, wrong := range []func() error{
		func() error { _, err := c.Call("nosuch"); return err },
		func() error { _, err := c.Call("kind", struct{}{}); return err },
		func() error { _, err := c.Call("exit", "x"); return err },
		func() error { _, err := o.Call("getName", 1); return err },
		func() error { _, err := class(t, v, "java.lang.Number").New(""); return err },
		func() error { _, err := c.Get("nosuch"); return err },
	} {
		if err := wrong(); err == nil || !strings.HasPrefix(err.Error(), "gojvm: ") {
			t.Errorf("error %v", err)
		}
	}
}

func TestEmbedException(t *testing.T) {
	v := newVM(t, gojvm.Config{})
	_, err := class(t, v, "acme.Embedded").Call("fail", "outer")
	var e *gojvm.Exception
	if !errors.As(err, &e) {
		t.Fatalf("error %v", err)
	}
	if e.Error() != "java.lang.IllegalArgumentException: outer" || e.Cause == nil || e.Cause.Error() != "java.lang.IllegalStateException: inner" {
		t.Errorf("%v caused by %v", e, e.Cause)
	}
	if len(e.StackTrace) != 1 || e.StackTrace[0].String() != "acme.Embedded.fail(Embedded.java:51)" {
		t.Errorf("stack trace %v", e.StackTrace)
	}
	wanted := "java.lang.IllegalArgumentException: outer\n\tat acme.Embedded.fail(Embedded.java:51)\n" +
		"Caused by: java.lang.IllegalStateException: inner\n\tat acme.Embedded.fail(Embedded.java:49)"
	if e.Stack != wanted {
		t.Errorf("stack\n%s\nwant\n%s", e.Stack, wanted)
	}
	_, err = v.Class("no.such.Class")
	if !errors.As(err, &e) || e.Class != "java.lang.ClassNotFoundException" || e.Message != "no.such.Class" {
		t.Errorf("error %v", err)
	}
}

func TestEmbedStreams(t *testing.T) {
	var out, errs bytes.Buffer
	v := newVM(t, gojvm.Config{
		Stdin: strings.NewReader("one\ntwo\n"), Stdout: &out, Stderr: &errs,
		Env:        []string{"HOME=/nowhere", "X=y"},
		Properties: map[string]string{"greeting": "bonjour"},
	})
	sys := class(t, v, "java.lang.System")
	in, err := sys.Get("in")
	if err != nil {
		t.Fatal(err)
	}
	scanner, err := class(t, v, "java.util.Scanner").New("(Ljava/io/InputStream;)", in)
	if err != nil {
		t.Fatal(err)
	}
	r, err := scanner.Call("nextLine")
	want(t, "nextLine", r, err, "one")
	for _, stream := range []string{"out", "err"} {
		p, err := sys.Get(stream)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.(*gojvm.Object).Call("println", "to "+stream); err != nil {
			t.Error(err)
		}
	}
	if out.String() != "to out\n" || errs.String() != "to err\n" {
		t.Errorf("out %q, err %q", out.String(), errs.String())
	}
	r, err = sys.Call("getenv", "X")
	want(t, "getenv", r, err, "y")
	r, err = sys.Call("getProperty", "greeting")
	want(t, "getProperty", r, err, "bonjour")
}

func TestEmbedExit(t *testing.T) {
	var out bytes.Buffer
	v := newVM(t, gojvm.Config{Stdout: &out})
	c := class(t, v, "acme.Embedded")
	if _, err := c.Call("hookThatPrints"); err != nil {
		t.Fatal(err)
	}
	other, thread := make(chan error), class(t, v, "java.lang.Thread")
	go func() {
		_, err := thread.Call("sleep", int64(1_000_000))
		other <- err
	}()
	time.Sleep(100 * time.Millisecond)
	_, err := c.Call("exit", 3)
	for _, err := range []error{err, <-other} {
		var exit *gojvm.ExitError
		if !errors.As(err, &exit) || exit.Code != 3 {
			t.Errorf("error %v", err)
		}
	}
	if out.String() != "hook\n" {
		t.Errorf("output %q", out.String())
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	if _, err := c.Call("kind", 1); err != gojvm.ErrClosed {
		t.Errorf("error %v", err)
	}
}

// TestEmbedClose closes a VM whose threads are in every state.
func TestEmbedClose(t *testing.T) {
	before := runtime.NumGoroutine()
	var out bytes.Buffer
	v := newVM(t, gojvm.Config{Stdout: &out})
	c := class(t, v, "acme.Embedded")
	for _, m := range []string{"startThreads", "hookThatPrints"} {
		if _, err := c.Call(m); err != nil {
			t.Fatal(err)
		}
	}
	inside, thread := make(chan error), class(t, v, "java.lang.Thread")
	go func() {
		_, err := thread.Call("sleep", int64(1_000_000))
		inside <- err
	}()
	time.Sleep(100 * time.Millisecond)
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	if err := <-inside; err != gojvm.ErrClosed {
		t.Errorf("call under way: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	if out.String() != "hook\n" {
		t.Errorf("output %q", out.String())
	}
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i == 3000 {
			var b [1 << 16]byte
			t.Fatalf("%d goroutines are left of %d\n%s", runtime.NumGoroutine(), before, b[:runtime.Stack(b[:], true)])
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestEmbedWait(t *testing.T) {
	var out bytes.Buffer
	v := newVM(t, gojvm.Config{Stdout: &out})
	if _, err := class(t, v, "acme.Embedded").Call("later"); err != nil {
		t.Fatal(err)
	}
	if err := v.Wait(); err != nil {
		t.Error(err)
	}
	if out.String() != "later\n" {
		t.Errorf("output %q", out.String())
	}
}

// TestEmbedSeveral runs two VMs at once on several goroutines each.
func TestEmbedSeveral(t *testing.T) {
	a, b := newVM(t, gojvm.Config{}), newVM(t, gojvm.Config{Options: []string{"-Xgcstress=5000"}})
	expected := 0
	for i := range 3000 {
		expected += i
	}
	var wg sync.WaitGroup
	for i, v := range []*gojvm.VM{a, b, a, b, a, b} {
		wg.Go(func() {
			c, err := v.Class("acme.Embedded")
			if err != nil {
				t.Error(err)
				return
			}
			for range 5 {
				r, err := c.Call("work", 3000)
				want(t, fmt.Sprint("work on ", i), r, err, int32(expected))
			}
		})
	}
	wg.Wait()
	ca, cb := class(t, a, "acme.Embedded"), class(t, b, "acme.Embedded")
	ca.Set("counter", 1)
	r, err := cb.Get("counter")
	want(t, "counter of the other VM", r, err, int32(0))
	o, err := ca.New("")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cb.Call("same(Ljava/lang/Object;)", o); err == nil {
		t.Error("an object of another VM was passed")
	}
}

func TestEmbedNatives(t *testing.T) {
	v := newVM(t, gojvm.Config{Natives: map[string]gojvm.Native{
		"acme.Embedded.measure(ILjava/lang/String;)D": func(v *gojvm.VM, this any, args []any) (any, error) {
			if args[1] == "lock" {
				held, err := this.(*gojvm.Object).Call("again") // the monitor is this thread's
				if err != nil || held != true {
					return nil, fmt.Errorf("held %v, %v", held, err)
				}
			}
			return float64(args[0].(int32)) / 2, nil
		},
	}})
	c := class(t, v, "acme.Embedded")
	if _, err := c.Call("viaNative", 1); err == nil || !strings.Contains(err.Error(), "UnsatisfiedLinkError: 'java.lang.Object acme.Embedded.apply(java.lang.Object)'") {
		t.Errorf("error %v", err)
	}
	if err := v.Register("acme.Embedded.apply(Ljava/lang/Object;)Ljava/lang/Object;", func(v *gojvm.VM, this any, args []any) (any, error) {
		switch a := args[0].(type) {
		case int32:
			return this.(*gojvm.Class).Call("callBack", a)
		case string:
			_, err := this.(*gojvm.Class).Call("fail", a)
			return nil, err
		case nil:
			return nil, errors.New("of Go")
		case bool:
			panic("at the disco")
		case *gojvm.Object:
			return a, nil
		}
		return nil, nil
	}); err != nil {
		t.Fatal(err)
	}
	o, err := c.New("")
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.Call("measure", 3, "V")
	want(t, "measure", r, err, 1.5)
	r, err = o.Call("locked")
	want(t, "locked", r, err, 0.5)
	r, err = c.Call("callBack", 50)
	want(t, "callBack", r, err, int32(1275))
	for arg, wanted := range map[any]string{
		"deep": "java.lang.IllegalArgumentException: deep",
		nil:    "java.lang.RuntimeException: of Go",
		true:   "java.lang.InternalError: panic in a native method: at the disco",
	} {
		_, err := c.Call("viaNative", arg)
		if err == nil || !strings.HasPrefix(err.Error(), wanted) {
			t.Errorf("viaNative(%v): %v", arg, err)
		}
	}
	if err := v.Register("nonsense", nil); err == nil {
		t.Error("a bad name was registered")
	}
}

// TestEmbedSequence makes and closes many VMs: their memory, also the address
// space below 4 GiB, comes back.
func TestEmbedSequence(t *testing.T) {
	n := 50
	if testing.Short() {
		n = 5
	}
	resident := func() (bytes int) {
		runtime.GC()
		debug.FreeOSMemory()
		text, err := os.ReadFile("/proc/self/statm")
		if err != nil {
			t.Skip(err)
		}
		var size, pages int
		fmt.Sscan(string(text), &size, &pages)
		return pages * os.Getpagesize()
	}
	const bound = 100 << 20
	for i := range n {
		v, err := gojvm.New(gojvm.Config{Options: []string{"-Xmx512m"}})
		if err != nil {
			t.Fatalf("VM %d: %v", i, err)
		}
		r, err := class(t, v, "java.lang.Integer").Call("toHexString", 255)
		want(t, "toHexString", r, err, "ff")
		if err := v.Close(); err != nil {
			t.Fatalf("VM %d: %v", i, err)
		}
	}
	if r := resident(); r > bound {
		t.Errorf("%d MiB are resident after %d VMs", r>>20, n)
	}
}

// TestDamagedLibrary: what is left of a class library that breaks off does not boot, and New says so.
func TestDamagedLibrary(t *testing.T) {
	home, err := gojvm.FindJavaHome("")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(home, "conf"), filepath.Join(dir, "conf")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "lib"), 0o755); err != nil {
		t.Fatal(err)
	}
	whole, err := os.Open(filepath.Join(home, "lib", "modules"))
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	part := make([]byte, 8<<20)
	if _, err := io.ReadFull(whole, part); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1000, 2 << 20, 4 << 20, 8 << 20} {
		if err := os.WriteFile(filepath.Join(dir, "lib", "modules"), part[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		v, err := gojvm.New(gojvm.Config{JavaHome: dir, Options: []string{"-Xmx64m"}})
		if err == nil {
			t.Errorf("a VM starts from %d bytes of its class library", n)
			v.Close()
		} else if !errors.Is(err, jimage.ErrCorrupt) {
			t.Errorf("%d bytes of a class library: %v", n, err)
		}
	}
}
