package apps

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"gojvm/test/harness"
)

// toolMain has the main class of each tool of the JDK.
var toolMain = map[string]string{
	"jar":         "jdk.jartool/sun.tools.jar.Main",
	"jarsigner":   "jdk.jartool/sun.security.tools.jarsigner.Main",
	"javac":       "jdk.compiler/com.sun.tools.javac.Main",
	"javadoc":     "jdk.javadoc/jdk.javadoc.internal.tool.Main",
	"javap":       "jdk.jdeps/com.sun.tools.javap.Main",
	"jdeprscan":   "jdk.jdeps/com.sun.tools.jdeprscan.Main",
	"jdeps":       "jdk.jdeps/com.sun.tools.jdeps.Main",
	"jfr":         "jdk.jfr/jdk.jfr.internal.tool.Main",
	"jimage":      "jdk.jlink/jdk.tools.jimage.Main",
	"jlink":       "jdk.jlink/jdk.tools.jlink.internal.Main",
	"jmod":        "jdk.jlink/jdk.tools.jmod.Main",
	"jrunscript":  "java.scripting/com.sun.tools.script.shell.Main",
	"jshell":      "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider",
	"keytool":     "java.base/sun.security.tools.keytool.Main",
	"rmiregistry": "java.rmi/sun.rmi.registry.RegistryImpl",
	"serialver":   "jdk.compiler/sun.tools.serialver.SerialVer",
}

// step is one command of the session that both VMs run, in a folder each.
type step struct {
	line   string // the tool, or java, and its arguments; no quoting
	stdin  string
	slow   bool // only with -full
	random bool // what it prints or leaves behind is not the same twice
}

const date = " --date 2021-02-03T04:05:06Z "

var session = []step{
	{line: "javac -g -parameters -d m --module-version 1.2 src/m/module-info.java src/m/p/Main.java"},
	{line: "javac -Xlint:all -h headers -d old src/q/Old.java"},
	{line: "javac -Xlint:deprecation -Werror -d none src/q/Old.java"},
	{line: "javac --release 11 -d eleven src/q/Old.java"},
	{line: "javac --release 8 -d eight src/m/p/Main.java"},
	{line: "javac -d none src/Missing.java"},
	{line: "javac -nosuch"},
	{line: "javac --help-extra"},
	{line: "javac --version"},

	{line: "jar --create --verbose --file m.jar --main-class p.Main" + date + "-C m ."},
	{line: "jar cf plain.jar -C old q src/q/Old.java"},
	{line: "jar cfe main.jar q.Old -C old ."},
	{line: "jar cfm0v stored.jar manifest -C old q"},
	{line: "jar --create --no-manifest --file bare.jar -C old q"},
	{line: "jar tf m.jar"},
	{line: "jar tvf main.jar"},
	{line: "jar --list --file stored.jar q"},
	{line: "jar --describe-module --file m.jar"},
	{line: "jar uf plain.jar manifest"},
	{line: "jar ufe plain.jar q.Old"},
	{line: "jar uf0 stored.jar -C m p"},
	{line: "jar tf plain.jar"},
	{line: "jar xvf stored.jar q/Old.class META-INF"},
	{line: "jar xf m.jar --dir out"},
	{line: "jar --create --file multi.jar -C old . --release 11 -C eleven ."},
	{line: "jar --validate --file multi.jar"},
	{line: "jar --generate-index=plain.jar"},
	{line: "jar tf missing.jar"},
	{line: "jar tf manifest"},
	{line: "jar xf truncated.jar"},
	{line: "jar cf"},
	{line: "jar -nosuch"},
	{line: "jar --help"},
	{line: "java -p m.jar -m m a b"},
	{line: "java -jar main.jar"},
	{line: "java -jar multi.jar"},
	{line: "java -jar plain.jar"},

	{line: "javap -c -p -v -cp m.jar p.Main"},
	{line: "javap -c -p -v -cp m p.Main$Op p.Main$Square p.Main$Shape p.Main$Mark"},
	{line: "javap -c -p -v -cp old q.Old"},
	{line: "javap -v -m java.base java.util.HashMap java.lang.String", slow: true},
	{line: "javap -c -p -constants -l java.util.concurrent.ConcurrentHashMap java.lang.invoke.LambdaForm", slow: true},
	{line: "javap -s -sysinfo -protected java.util.Map$Entry"},
	{line: "javap m/module-info.class old/q/Old.class"},
	{line: "javap -J-Xmx1 java.lang.Object"},
	{line: "javap no.such.Class"},
	{line: "javap broken.class"},
	{line: "javap -nosuch"},

	{line: "jdeps -v m.jar"},
	{line: "jdeps --print-module-deps old"},
	{line: "jdeps -s -R --module-path m.jar -m m"},
	{line: "jdeps --jdk-internals old"},
	{line: "jdeps --list-deps --ignore-missing-deps main.jar"},
	{line: "jdeps --generate-module-info gen main.jar"},
	{line: "jdeps -dotoutput dots main.jar"},
	{line: "jdeps missing.jar"},
	{line: "jdeps --check java.logging"},
	{line: "jdeprscan --class-path old q.Old"},
	{line: "jdeprscan --list --for-removal --release 17", slow: true},

	{line: "serialver -classpath m p.Main java.util.HashMap java.lang.String"},
	{line: "serialver -classpath old q.Old"},
	{line: "serialver no.such.Class"},
	{line: "serialver"},

	{line: "keytool -list -v -keystore shared.p12 -storepass secret1"},
	{line: "keytool -exportcert -rfc -alias rsa -keystore shared.p12 -storepass secret1 -file rsa.pem"},
	{line: "keytool -printcert -file rsa.pem"},
	{line: "keytool -importcert -noprompt -alias friend -file rsa.pem -keystore own.p12 -storepass secret2", random: true},
	{line: "keytool -importkeystore -srckeystore shared.p12 -srcstorepass secret1 -destkeystore own.jks -deststoretype jks -deststorepass secret3", random: true},
	{line: "keytool -list -keystore own.jks -storepass secret3"},
	{line: "keytool -list -keystore shared.p12 -storepass wrong1"},
	{line: "keytool -genkeypair -alias new -keyalg EC -groupname secp256r1 -dname CN=new -keystore own.p12 -storepass secret2", random: true},
	{line: "keytool -genseckey -alias aes -keyalg AES -keysize 256 -keystore own.p12 -storepass secret2", random: true},
	{line: "keytool -certreq -alias rsa -keystore shared.p12 -storepass secret1 -file rsa.csr"},
	{line: "keytool -printcertreq -file rsa.csr"},
	{line: "keytool -delete -alias none -keystore shared.p12 -storepass secret1"},
	{line: "keytool -list -keystore shared.p12", stdin: "secret1\n"},
	{line: "keytool -help"},

	{line: "jarsigner -keystore shared.p12 -storepass secret1 -signedjar signed.jar main.jar rsa"},
	{line: "jarsigner -keystore shared.p12 -storepass secret1 -digestalg SHA-512 -sigfile TWICE signed.jar dsa", random: true},
	{line: "jarsigner -verify -verbose -certs -strict signed.jar"},
	{line: "jarsigner -verify main.jar"},
	{line: "java -jar signed.jar"},
	{line: "jarsigner -verify -verbose tampered.jar"},
	{line: "java -jar tampered.jar"},
	{line: "jarsigner -keystore shared.p12 -storepass secret1 main.jar nobody"},

	{line: "jmod create --class-path m --main-class p.Main --module-version 3 --date 2021-02-03T04:05:06Z m.jmod"},
	{line: "jmod list m.jmod"},
	{line: "jmod describe m.jmod"},
	{line: "jmod extract --dir jmodded m.jmod"},
	{line: "jmod describe missing.jmod"},
	{line: "jimage list --include regex:/java.base/java/util/function/.* $JAVA_HOME/lib/modules"},
	{line: "jimage extract --dir image --include regex:/java.logging/.* $JAVA_HOME/lib/modules", slow: true},
	{line: "jimage info $JAVA_HOME/lib/modules"},
	{line: "jimage verify $JAVA_HOME/lib/modules", slow: true},
	{line: "jlink --module-path m.jmod --add-modules m --output linked --launcher go=m/p.Main --compress=2 --no-header-files", slow: true},
	{line: "jlink --add-modules nosuch --output linked2"},
	{line: "jlink --list-plugins"},

	{line: "jshell -s --execution local -", stdin: "int x = 6 * 7\nx + 1\nSystem.out.println(\"x\" + x)\nString s = null; s.length()\nint f(int n) { return n < 2 ? 1 : n * f(n - 1); }\nf(10)\nnosuch()\n/exit x"},
	{line: "jshell --execution local", stdin: "record P(int a) {}\nnew P(3)\n/vars\n/types\n/list\nfor (int i = 0; i < 3; i++) System.out.print(i + \" \")\nthrow new Exception(\"e\")\n/nosuch\n/exit\n"},
	{line: "jshell --version"},
	{line: "javadoc -d doc -sourcepath src/m -notimestamp -quiet p", slow: true},
	{line: "javadoc -Xdoclint -d doc2 src/q/Old.java", slow: true},
	{line: "jrunscript -q"},
	{line: "jrunscript -e 1+1"},
	{line: "jfr help"},
	{line: "jfr summary manifest"},
	{line: "rmiregistry notaport"},
}

// timeOfDay is how jar lists the time of an entry, and how a log record begins.
var timeOfDay = regexp.MustCompile(`[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}|[A-Z][a-z]{2} \d\d?, \d{4} \d\d?:\d\d:\d\d [AP]M`)

// TestTools gives HotSpot and gojvm the same session of the JDK's tools: what they
// print, their exit codes and the files that are there in the end are the same.
func TestTools(t *testing.T) {
	harness.Need(t, "java", "javac")
	prepared := t.TempDir()
	prepareTools(t, prepared)
	home := strings.TrimSpace(run(t, ".", nil, "", "sh", "-c", `dirname "$(dirname "$(readlink -f "$(command -v java)")")"`).stdout)
	vms := []struct{ vm, dir string }{{"java", t.TempDir()}, {harness.VM(t), t.TempDir()}}
	for _, v := range vms {
		if err := os.CopyFS(v.dir, os.DirFS(prepared)); err != nil {
			t.Fatal(err)
		}
		settle(t, v.dir)
	}
	var walls [2]time.Duration
	var peaks [2]int64
	for _, s := range session {
		if s.slow && !*full {
			continue
		}
		t.Run(s.line, func(t *testing.T) {
			var out [2]string
			var both sync.WaitGroup // each has a folder of its own
			for i, v := range vms {
				both.Go(func() {
					argv := []string{v.vm, "-Djava.util.prefs.userRoot=" + v.dir}
					words := strings.Fields(strings.ReplaceAll(s.line, "$JAVA_HOME", home))
					if main := toolMain[words[0]]; main != "" {
						argv = append(argv, "-m", main)
					}
					r := run(t, v.dir, nil, s.stdin, append(argv, words[1:]...)...)
					walls[i] += r.wall
					peaks[i] = max(peaks[i], r.peak)
					text := fmt.Sprintf("exit %d\n", r.code)
					if !s.random {
						text += "--- stdout\n" + r.stdout + "--- stderr\n" + r.stderr
					} else if strings.Contains(r.stderr, "Exception") {
						text += r.stderr
					}
					out[i] = timeOfDay.ReplaceAllString(strings.ReplaceAll(text, v.dir, "DIR"), "TIME")
					settle(t, v.dir)
				})
			}
			both.Wait()
			if out[0] != out[1] {
				t.Errorf("%s", harness.Diff(out[0], out[1]))
			}
		})
	}
	t.Logf("java %.1f s, peak %d MiB; gojvm %.1f s, peak %d MiB",
		walls[0].Seconds(), peaks[0]>>20, walls[1].Seconds(), peaks[1]>>20)
	sameTrees(t, vms[0].dir, vms[1].dir)
}

// prepareTools makes what the session begins with, by HotSpot: sources, broken
// files, a keystore, a jar that was changed after it was signed.
func prepareTools(t *testing.T, dir string) {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS("tools")); err != nil {
		t.Fatal(err)
	}
	sh := exec.Command("sh", "-c", `
set -e
printf 'Built-By: hand\nClass-Path: lib/other.jar\n' > manifest
keytool -genkeypair -alias rsa -keyalg RSA -keysize 2048 -dname "CN=Test, O=Us, C=DE" -ext san=dns:localhost -validity 4000 -keystore shared.p12 -storepass secret1
keytool -genkeypair -alias dsa -keyalg DSA -keysize 2048 -dname CN=dsa -validity 4000 -keystore shared.p12 -storepass secret1
javac -Xlint:none -d t src/q/Old.java
jar cfe tampered.jar q.Old -C t .
jarsigner -keystore shared.p12 -storepass secret1 tampered.jar rsa
head -c 700 tampered.jar > truncated.jar
head -c 100 t/q/Old.class > broken.class
sed -i 's/old /new /' src/q/Old.java && javac -Xlint:none -d t src/q/Old.java && sed -i 's/new /old /' src/q/Old.java
jar uf tampered.jar -C t q
rm -r t
`)
	sh.Dir = dir
	sh.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC")
	if out, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("prepare: %v\n%s", err, out)
	}
}

// settle gives every file in dir the same time of change, which tools print and keep.
func settle(t *testing.T, dir string) {
	t.Helper()
	when := time.Date(2021, 2, 3, 4, 5, 6, 0, time.UTC)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.Type()&fs.ModeSymlink != 0 {
			return err
		}
		return os.Chtimes(path, when, when)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sameTrees compares the files that two sessions left behind: archives entry by
// entry without their times, keystores and signatures made by themselves not.
func sameTrees(t *testing.T, want, got string) {
	t.Helper()
	list := func(dir string) map[string]bool {
		names := map[string]bool{}
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			rel, _ := filepath.Rel(dir, path)
			if err == nil && rel != ".java" {
				names[rel] = e.IsDir()
			}
			if err == nil && rel == ".java" {
				return fs.SkipDir // preferences
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	w, g := list(want), list(got)
	for name := range g {
		if _, ok := w[name]; !ok {
			t.Errorf("%s: java leaves no such file", name)
		}
	}
	for name, isDir := range w {
		if _, ok := g[name]; !ok {
			t.Errorf("%s: missing", name)
			continue
		}
		ext := filepath.Ext(name)
		if isDir || strings.HasPrefix(name, "own.") {
			continue
		}
		x, y := contents(t, filepath.Join(want, name), ext), contents(t, filepath.Join(got, name), ext)
		if !bytes.Equal(x, y) {
			t.Errorf("%s: differs (%d and %d bytes)", name, len(x), len(y))
		}
	}
}

// contents returns the bytes of a file that must be the same: of an archive the
// headers and the compressed bytes of its entries.
func contents(t *testing.T, path, ext string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	prefix := bytes.Index(text, []byte("PK\x03\x04")) // a jmod file has a header before
	if ext != ".jar" && ext != ".jmod" || prefix < 0 {
		return text
	}
	z, err := zip.NewReader(bytes.NewReader(text[prefix:]), int64(len(text)-prefix))
	if err != nil {
		return text // one of the broken ones
	}
	var b bytes.Buffer
	for _, f := range z.File {
		fmt.Fprintf(&b, "%s method %d flags %x crc %x size %d of %d extra %d comment %q\n", f.Name, f.Method, f.Flags,
			f.CRC32, f.CompressedSize64, f.UncompressedSize64, len(f.Extra), f.Comment)
		r, err := f.OpenRaw()
		if err == nil {
			_, err = io.Copy(&b, r)
		}
		if err != nil {
			t.Fatal(path, f.Name, err)
		}
	}
	return b.Bytes()
}
