package options

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// checkJar says what keeps a file given to -jar from being one, in the words of
// the java command, which looks for the manifest before it starts the VM; "" if
// nothing does.
func checkJar(name string) string {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Sprintf("Error: Unable to access jarfile %s", name)
	}
	f.Close()
	corrupt := fmt.Sprintf("Error: Invalid or corrupt jarfile %s", name)
	r, err := zip.OpenReader(name)
	if err != nil {
		return corrupt
	}
	defer r.Close()
	for _, entry := range r.File {
		if strings.EqualFold(entry.Name, "META-INF/MANIFEST.MF") {
			if readManifest(entry) != nil {
				return corrupt
			}
			return ""
		}
	}
	return corrupt
}

// readManifest checks that the lines of a manifest's main section have the form
// "name: value", or are continuations, which begin with a space.
func readManifest(entry *zip.File) error {
	f, err := entry.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return err
	}
	lines := strings.FieldsFunc(strings.ReplaceAll(string(text), "\r\n", "\n"), func(r rune) bool { return r == '\r' })
	for _, line := range strings.Split(strings.Join(lines, "\n"), "\n") {
		switch {
		case line == "":
			return nil
		case line[0] == ' ':
		case !strings.Contains(line, ": "):
			return errManifest
		}
	}
	return nil
}

// maxManifest bounds what is read of a manifest.
const maxManifest = 64 << 20

var errManifest = errors.New("not a manifest")
