package run

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// makeJar makes a jar in folder dir by a specification "name Key=Value... : class...": the
// manifest has the keys, and class files, whose names may have wildcards, move from the
// folder into the jar.
func makeJar(dir, spec string) error {
	head, classes, _ := strings.Cut(spec, " : ")
	words := strings.Fields(head)
	out, err := os.Create(filepath.Join(dir, words[0]))
	if err != nil {
		return err
	}
	defer out.Close()
	z := zip.NewWriter(out)
	w, err := z.Create("META-INF/MANIFEST.MF")
	if err != nil {
		return err
	}
	fmt.Fprint(w, "Manifest-Version: 1.0\r\n")
	for _, kv := range words[1:] {
		k, v, _ := strings.Cut(kv, "=")
		fmt.Fprintf(w, "%s: %s\r\n", k, v)
	}
	fmt.Fprint(w, "\r\n")
	for _, c := range strings.Fields(classes) {
		files, err := filepath.Glob(filepath.Join(dir, c+".class"))
		if err != nil || len(files) == 0 {
			return fmt.Errorf("%s: no class %s", words[0], c)
		}
		for _, f := range files {
			if err := moveInto(z, dir, f); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

func moveInto(z *zip.Writer, dir, file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name, err := filepath.Rel(dir, file)
	if err != nil {
		return err
	}
	w, err := z.Create(filepath.ToSlash(name))
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	return os.Remove(file)
}
