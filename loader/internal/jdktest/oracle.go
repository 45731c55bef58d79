package jdktest

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Update makes Compare record what HotSpot says.
var update = flag.Bool("update", false, "record the answers of the java command in testdata")

// driver loads and initializes the classes named by its arguments and prints what that throws.
const driver = `
public class Driver {
    public static void main(String[] args) {
        for (String name : args) {
            System.out.println("-- " + name + " --");
            try {
                Class.forName(name);
                System.out.println("ok");
            } catch (Throwable e) {
                System.out.println(e.getClass().getName() + ": " + e.getMessage());
            }
        }
    }
}
`

// Compare compares what got says of each class file with what HotSpot said when the file
// testdata/name was recorded: "ok", or exception class and message. names gives the order.
func Compare(t *testing.T, name string, names []string, files map[string][]byte, got func(name string, data []byte) string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		record(t, golden, names, files)
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, s := range strings.Split("\n"+string(b), "\n-- ")[1:] {
		class, text, _ := strings.Cut(s, " --\n")
		want[class] = strings.TrimRight(text, "\n")
	}
	for _, class := range names {
		t.Run(class, func(t *testing.T) {
			w, ok := want[class]
			if !ok {
				t.Fatal("not recorded: run with -update")
			}
			if g := strings.TrimRight(got(class, files[class]), "\n"); g != w {
				t.Errorf("got:\n%s\nHotSpot:\n%s", g, w)
			}
		})
	}
}

func record(t *testing.T, golden string, names []string, files map[string][]byte) {
	dir := t.TempDir()
	write := func(path string, data []byte) {
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(dir, "Driver.java"), []byte(driver))
	if out, err := exec.Command("javac", "-d", dir, filepath.Join(dir, "Driver.java")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for class, data := range files {
		write(filepath.Join(dir, class+".class"), data)
	}
	out, err := exec.Command("java", append([]string{"-cp", dir, "Driver"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("testdata", 0o777); err != nil {
		t.Fatal(err)
	}
	write(golden, out)
}
