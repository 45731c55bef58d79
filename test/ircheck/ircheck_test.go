// Package ircheck checks what the optimizer makes of Java methods: comments in the programs of
// folder java, beside the lines they are about, say what is in the intermediate form of a method
// before or after a pass, and what is not (match.go has the language). The programs run their methods often
// enough for profiles, and are compiled at the full level.
//
//	go test ./test/ircheck -v -show Arrays.sum    prints a method after each pass
package ircheck

import (
	"context"
	"flag"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gojvm/test/harness"
)

var show = flag.String("show", "", "print this method, Class.method, after each pass")

// timeLimit is for one program.
const timeLimit = 3 * time.Minute

func TestChecks(t *testing.T) {
	harness.NeedCompiler(t)
	dir := t.TempDir()
	files, err := filepath.Glob("java/*.java")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs", err)
	}
	harness.Javac(t, append([]string{"-g", "-d", dir}, files...)...)
	vm := harness.VM(t)
	for _, f := range files {
		class := strings.TrimSuffix(filepath.Base(f), ".java")
		t.Run(class, func(t *testing.T) { checkFile(t, vm, dir, f, class) })
	}
}

func checkFile(t *testing.T, vm, dir, file, class string) {
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	groups, err := parse(string(source))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if len(groups) == 0 {
		t.Fatalf("%s checks nothing", file)
	}
	forms := formsOf(t, vm, dir, class)
	for name, f := range forms {
		if class+"."+name == *show {
			for _, s := range f {
				t.Logf("%s\n%s", s.pass, s.text)
			}
		}
	}
	for _, g := range groups {
		where := fmt.Sprintf("%s:%d: %s %s", file, g.line, g.method, g.pass)
		text, err := forms[g.method].at(g.pass, g.after)
		if err == nil {
			err = g.match(text)
		}
		if err != nil {
			t.Errorf("%s: %v\n%s", where, err, text)
		}
	}
}

// stage is a form of a method, after a pass.
type stage struct{ pass, text string }

type stages []stage

// at returns the form before or after a pass.
func (s stages) at(pass string, after bool) (string, error) {
	for i := range s {
		if s[i].pass == pass {
			if after {
				return s[i].text, nil
			}
			if i == 0 {
				return "", fmt.Errorf("nothing is before pass %s", pass)
			}
			return s[i-1].text, nil
		}
	}
	return "", fmt.Errorf("no such method was compiled, or it has no such pass")
}

var (
	stageText = regexp.MustCompile(`(?s)<td[^>]*><b>(.*?)</b><pre>(.*?)</pre></td>`)
	tag       = regexp.MustCompile(`<[^>]*>`)
	written   = regexp.MustCompile(`(?m)^CompileCommand: page .*: written to (\S+)$`)
)

// formsOf runs a program and returns what became of each of its methods when it was compiled last, not
// counting what was entered at a loop.
func formsOf(t *testing.T, vm, dir, class string) map[string]stages {
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, vm, "-Xbatch", "-XX:CompileThreshold=256", "-Xcheck:jit", "-XX:CompileCommand=quiet",
		"-XX:CompileCommand=page,"+class+"::*", "-cp", dir, class)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", class, err, out)
	}
	forms := map[string]stages{}
	for _, m := range written.FindAllStringSubmatch(string(out), -1) {
		page, err := os.ReadFile(filepath.Join(dir, m[1]))
		if err != nil {
			t.Fatal(err)
		}
		var list stages
		for _, s := range stageText.FindAllStringSubmatch(string(page), -1) {
			list = append(list, stage{s[1], html.UnescapeString(tag.ReplaceAllString(s[2], ""))})
		}
		if len(list) < 2 || strings.Contains(list[1].text, "@osr(") {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(m[1], class+"."), "-")
		forms[name] = list
	}
	return forms
}
