package verify_test

import (
	"bytes"
	"flag"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gojvm/loader/classfile"
	"gojvm/loader/internal/jdktest"
)

var (
	mutants = flag.Int("mutants", 0, "compare verification of that many damaged classes with the java command")
	seed    = flag.Int64("seed", 1, "seed of -mutants")
)

// linker defines the class files 0.class, 1.class, ... each in a loader of its own and links them.
const linker = `
import java.nio.file.*;
public class Linker extends ClassLoader {
    Class<?> define(byte[] b) { return defineClass(null, b, 0, b.length); }
    public static void main(String[] a) throws Exception {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Integer.parseInt(a[1]); i++) {
            out.append("-- ").append(i).append(" --\n");
            try {
                new Linker().define(Files.readAllBytes(Path.of(a[0], i + ".class"))).getDeclaredMethods();
                out.append("ok\n");
            } catch (Throwable e) {
                out.append(e.getClass().getName() + ": " + e.getMessage() + "\n");
            }
        }
        System.out.print(out);
    }
}
`

// mutate damages a byte of the code or of the StackMapTable of a method, and makes
// the class one of version 61, 50 or 48.
func mutate(t *testing.T, rng *rand.Rand, base []byte) []byte {
	data := bytes.Clone(base)
	data[7] = [...]byte{61, 50, 48}[rng.Intn(3)]
	f, err := classfile.Parse(data, classfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := f.Methods[rng.Intn(len(f.Methods))].Code
	b := m.Bytes
	if rng.Intn(5) == 0 && m.StackMap != nil {
		b = m.StackMap
	}
	at := rng.Intn(len(b))
	switch rng.Intn(3) {
	case 0:
		b[at] = byte(rng.Intn(202))
	case 1:
		b[at] ^= 1 << rng.Intn(8)
	case 2:
		b[at] += byte(rng.Intn(5) - 2)
	}
	return data
}

// TestMutants damages a class in many ways and compares what both say. HotSpot knows internal
// opcodes above 202 by name; these are left out.
func TestMutants(t *testing.T) {
	if *mutants == 0 {
		t.Skip("no -mutants")
	}
	dir := t.TempDir()
	source, err := os.ReadFile("testdata/mutants/Base.java.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"Base.java": string(source), "Linker.java": linker} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("javac", "-g", "-XDstringConcat=inline", "-d", dir, path).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	base, err := os.ReadFile(filepath.Join(dir, "Base.class"))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewSource(*seed))
	raw := jdktest.Classes(t, "java.base")
	w := newWorld(raw)
	var got []string
	for i := range *mutants {
		data := mutate(t, rng, base)
		if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(i)+".class"), data, 0o666); err != nil {
			t.Fatal(err)
		}
		delete(w.files, "Base")
		got = append(got, outcome(w, data))
	}
	out, err := exec.Command("java", "-cp", dir, "Linker", dir, strconv.Itoa(*mutants)).Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := strings.Split("\n"+string(out), "\n-- ")[1:]
	if len(answers) != len(got) {
		t.Fatalf("%d answers to %d classes", len(answers), len(got))
	}
	for i, s := range answers {
		_, text, _ := strings.Cut(s, " --\n")
		want := strings.TrimRight(text, "\n")
		if g := strings.TrimRight(got[i], "\n"); g != want && !strings.Contains(g, "<illegal>") {
			t.Errorf("seed %d, mutant %d, got:\n%s\nHotSpot:\n%s", *seed, i, g, want)
		}
	}
}
