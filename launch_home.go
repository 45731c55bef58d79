package gojvm

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrNoClassLibrary is returned when no OpenJDK class library was found. Its
// text tells the user what to do.
var ErrNoClassLibrary = errors.New("no Java 17 class library found (a folder with lib/modules): install one with \"apt-get install openjdk-17-jre-headless\", or name it by GOJVM_JAVA_HOME or -Djava.home=DIR")

// debianHomes are the folders where Debian and its kin put OpenJDK 17.
var debianHomes = []string{
	"/usr/lib/jvm/java-17-openjdk-amd64",
	"/usr/lib/jvm/java-17-openjdk-i386",
	"/usr/lib/jvm/java-17-openjdk-arm64",
	"/usr/lib/jvm/java-17-openjdk",
	"/usr/lib/jvm/java-17",
	"/usr/lib/jvm/default-java",
}

// FindJavaHome finds the folder whose lib/modules is the class library: the
// explicit one (-Djava.home) if given, else GOJVM_JAVA_HOME, JAVA_HOME, the
// installation that `java` on PATH belongs to, and Debian's usual folders. A
// folder that the user named and that has no lib/modules is an error; the
// guesses are merely skipped, and so is JAVA_HOME when it is of another release.
func FindJavaHome(explicit string) (string, error) {
	for _, named := range []string{explicit, os.Getenv("GOJVM_JAVA_HOME")} {
		if named == "" {
			continue
		}
		if !hasModules(named) {
			return "", errors.New("no lib/modules in " + named + "; " + ErrNoClassLibrary.Error())
		}
		return named, nil
	}
	var guesses []string
	if h := os.Getenv("JAVA_HOME"); h != "" {
		guesses = append(guesses, h)
	}
	if p, err := exec.LookPath("java"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			guesses = append(guesses, filepath.Dir(filepath.Dir(real)))
		}
	}
	guesses = append(guesses, debianHomes...)
	for _, h := range guesses {
		if hasModules(h) && release(h) == supportedRelease {
			return h, nil
		}
	}
	return "", ErrNoClassLibrary
}

// supportedRelease is the feature release of the class library that this VM runs.
const supportedRelease = "17"

func hasModules(home string) bool {
	st, err := os.Stat(filepath.Join(home, "lib", "modules"))
	return err == nil && st.Mode().IsRegular()
}

// release returns the feature release ("17") of the class library in home by
// its file `release`, "" when it cannot be told.
func release(home string) string {
	v := releaseFile(home)["JAVA_VERSION"]
	if i := strings.IndexAny(v, ".-+"); i >= 0 {
		v = v[:i]
	}
	return v
}

// releaseFile reads the KEY="value" lines of home/release, nil when there is no such file.
func releaseFile(home string) map[string]string {
	b, err := os.ReadFile(filepath.Join(home, "release"))
	if err != nil {
		return nil
	}
	out := map[string]string{}
	for _, line := range strings.Split(string(b), "\n") {
		if k, v, ok := strings.Cut(line, "="); ok {
			out[k] = strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return out
}

// fullVersion is the text of -fullversion and --full-version.
func fullVersion(home string, toStdout bool) string {
	version := releaseFile(home)["JAVA_RUNTIME_VERSION"]
	if toStdout {
		return fmt.Sprintf("openjdk %s\n", version)
	}
	return fmt.Sprintf("openjdk full version %q\n", version)
}
