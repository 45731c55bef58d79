package gojvm

import (
	"archive/zip"
	"fmt"
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
			return ""
		}
	}
	return corrupt
}
