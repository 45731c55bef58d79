package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// unpack unpacks the sources of the class library in one folder of src.zip, which lies
// beside the java on PATH, below dir. It returns their names.
func unpack(dir, folder string) ([]string, error) {
	java, err := exec.LookPath("java")
	if err != nil {
		return nil, err
	}
	if java, err = filepath.EvalSymlinks(java); err != nil {
		return nil, err
	}
	z, err := zip.OpenReader(filepath.Join(filepath.Dir(java), "..", "lib", "src.zip"))
	if err != nil {
		return nil, fmt.Errorf("sources of the class library (package openjdk-17-source): %w", err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		if d, base := path.Split(f.Name); d != folder || !strings.HasSuffix(base, ".java") || strings.HasSuffix(base, "-info.java") {
			continue
		}
		to := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return nil, err
		}
		if err := extract(f, to); err != nil {
			return nil, err
		}
		names = append(names, to)
	}
	return names, nil
}

func extract(f *zip.File, to string) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.Create(to)
	if err != nil {
		return err
	}
	defer w.Close()
	_, err = io.Copy(w, r)
	return err
}
