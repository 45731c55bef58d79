package unifiedlog

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// FuzzLog checks that no value of -Xlog breaks its parser, and that what it
// accepts selects known tags.
func FuzzLog(f *testing.F) {
	for _, s := range []string{"gc", "gc*=debug,class+load", `gc:file="a:b":time,tags:filecount=3,filesize=1m`, "all=off::none", "gc==info", ",", "*", ":::::"} {
		f.Add(s)
	}
	known := strings.Fields(tagNames)
	f.Fuzz(func(t *testing.T, spec string) {
		part := splitSpec(spec)
		if strings.Join(part, ":") != spec {
			t.Fatalf("%q became %q", spec, part)
		}
		for len(part) < 4 {
			part = append(part, "")
		}
		selections, err := parseSelections(part[0])
		if err != nil {
			return
		}
		for _, s := range selections {
			for _, tag := range s.tags {
				if !slices.Contains(known, tag) {
					t.Errorf("unknown tag %q accepted", tag)
				}
			}
			if !s.any && !s.matches(s.tags) {
				t.Errorf("%v does not select itself", s)
			}
		}
		o := output{w: io.Discard, selections: selections}
		if o.decorators, err = parseDecorators(part[2]); err != nil {
			return
		}
		o.wants([]string{"gc"}, levelInfo)
		o.write(&message{tags: "gc", text: spec})
		for _, option := range strings.Split(part[3], ",") {
			file := rotatingFile{count: fileCount}
			if file.option(option) == nil && (file.count < 0 || file.count > maxFileCount) {
				t.Errorf("%s: %d files", option, file.count)
			}
		}
	})
}
