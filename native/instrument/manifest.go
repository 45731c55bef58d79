package instrument

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
)

// Manifest is what the manifest of an agent's jar says of the agent (package
// java.lang.instrument, "Manifest Attributes").
type Manifest struct {
	Jar         string
	Premain     string // Premain-Class
	Launcher    string // Launcher-Agent-Class
	BootPath    []string
	Redefine    bool // Can-Redefine-Classes
	Retransform bool // Can-Retransform-Classes
	Prefix      bool // Can-Set-Native-Method-Prefix
}

// ReadManifest reads the manifest of a jar. The error is that there is none.
func ReadManifest(jar string) (*Manifest, error) {
	r, err := zip.OpenReader(jar)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for _, f := range r.File {
		if !strings.EqualFold(f.Name, "META-INF/MANIFEST.MF") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		defer in.Close()
		main, err := mainSection(in)
		if err != nil {
			return nil, err
		}
		yes := func(key string) bool { return strings.EqualFold(main[key], "true") }
		return &Manifest{
			Jar:         jar,
			Premain:     main["premain-class"],
			Launcher:    main["launcher-agent-class"],
			BootPath:    bootPath(jar, main["boot-class-path"]),
			Redefine:    yes("can-redefine-classes"),
			Retransform: yes("can-retransform-classes"),
			Prefix:      yes("can-set-native-method-prefix"),
		}, nil
	}
	return nil, fmt.Errorf("%s has no manifest", jar)
}

// mainSection reads the attributes of the main section, by name in small letters (JAR
// file specification, "JAR Manifest"): it ends at the first empty line, and a line that
// begins with a space continues the one before.
func mainSection(in io.Reader) (map[string]string, error) {
	attrs := map[string]string{}
	last := ""
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if line == "" {
			break
		}
		if more, ok := strings.CutPrefix(line, " "); ok {
			attrs[last] += more
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("invalid manifest line %q", line)
		}
		last = strings.ToLower(key)
		attrs[last] = strings.TrimPrefix(value, " ")
	}
	return attrs, lines.Err()
}

// bootPath takes the value of Boot-Class-Path apart: paths of URLs, separated by spaces, those
// that are relative being so to the agent's jar.
func bootPath(jar, value string) []string {
	var list []string
	for _, s := range strings.Fields(value) {
		if p, err := url.PathUnescape(s); err == nil {
			s = p
		}
		if !filepath.IsAbs(s) {
			dir, err := filepath.Abs(jar)
			if err != nil {
				continue
			}
			if real, err := filepath.EvalSymlinks(dir); err == nil {
				dir = real
			}
			s = filepath.Join(filepath.Dir(dir), s)
		}
		list = append(list, s)
	}
	return list
}
