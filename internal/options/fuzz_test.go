package options

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzManifest checks that no file breaks what the launcher does with a jar.
func FuzzManifest(f *testing.F) {
	for _, text := range []string{"Main-Class: p.Main\n", "Main-Class: p.\n Main\r\n\r\nName: x\n", "no colon\n", "\n", "A: b\rC: d\r"} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("meta-inf/manifest.mf")
		if err != nil {
			f.Fatal(err)
		}
		io.WriteString(w, text)
		if err := z.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	file := filepath.Join(f.TempDir(), "fuzz.jar")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if wrong := checkJar(file); wrong != "" && wrong != "Error: Invalid or corrupt jarfile "+file {
			t.Error(wrong)
		}
	})
}

// FuzzOptions checks that no command line, an argument a line, breaks the parser,
// and that its errors are those that can be reported.
func FuzzOptions(f *testing.F) {
	for _, s := range []string{
		"-cp\nclasses\nMain\nx", "-XX:+UseSerialGC\n-XX:MaxHeapSize=32m\n-Xms1g\nA", "--add-opens\na/b=c\n-m\nm/p.C", "-jar\nx.jar",
		"--source\n17\nX.java", "-Xlog:gc*=debug:file=x:u,l:filecount=2\n-version", "-XX:TieredStopAtLevel=-1", "-XX:MaxRAMPercentage=50.5",
		"-XX:+Unknown", "-XX:#+Unknown", "-ea:a...\n-da:b\n-esa", "--patch-module=m=x", "-Dk=v\n-D\n-Djdk.module.patch.0=x", "-Xss1x", "-XX:OnError=a;b\n-XX:OnError=c",
		"-agentlib:x=y\n-Xrunz:w", "--describe-module=\n--list-modules", "-Xgcstress=0", "-XX:=", "-XX:+", "-", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "/") { // of files that options name, only those here may be read
			text = strings.ReplaceAll(text, "/", ".")
		}
		o, err := Parse(strings.Split(text, "\n"))
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%T: %v", err, err)
		}
		o.Announce(io.Discard, io.Discard)
		if e != nil {
			e.Report(io.Discard, io.Discard)
			return
		}
		o.PrintCommandLineFlags()
		if o.Mode != ModeNone && !o.named {
			t.Errorf("mode %d without anything to run", o.Mode)
		}
	})
}
