package gojvm

import (
	"os"
	"path/filepath"
	"strings"
)

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
