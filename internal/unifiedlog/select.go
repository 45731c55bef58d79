package unifiedlog

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"gojvm/internal/words"
)

// selection selects tag sets: exactly these tags, or all that contain them.
type selection struct {
	tags  []string // sorted; empty means every tag set
	any   bool     // "*": further tags are allowed
	level Level
}

func (s *selection) matches(tags []string) bool {
	if !s.any && len(s.tags) != len(tags) {
		return false
	}
	return !slices.ContainsFunc(s.tags, func(t string) bool { return !slices.Contains(tags, t) })
}

// tagNames are the tags of HotSpot 17: others are errors.
//
//go:embed tags.txt
var tagNames string

// parseSelections reads a list such as "gc*=debug,class+load".
func parseSelections(list string) ([]selection, error) {
	var out []selection
	for _, s := range strings.Split(list, ",") {
		sel := selection{level: levelInfo}
		tags, level, ok := strings.Cut(s, "=")
		if ok {
			i := slices.Index(levelNames[:], level)
			if i < 0 {
				return nil, fmt.Errorf("Invalid level '%s' in log selection.%s", level, didYouMean(level, levelNames[:levelOff]))
			}
			sel.level = Level(i)
		}
		if tags == "all" {
			sel.any = true
			out = append(out, sel)
			continue
		}
		if t, ok := strings.CutSuffix(tags, "*"); ok {
			tags, sel.any = t, true
		}
		all := strings.Fields(tagNames)
		for _, t := range strings.Split(tags, "+") {
			switch {
			case !slices.Contains(all, t):
				return nil, fmt.Errorf("Invalid tag '%s' in log selection.%s", t, didYouMean(t, all))
			case slices.Contains(sel.tags, t):
				return nil, fmt.Errorf("Log selection contains duplicates of tag %s.", t)
			case len(sel.tags) == maxTags:
				return nil, fmt.Errorf("Too many tags in log selection '%s' (can only have up to %d tags).", sel.tags[0], maxTags)
			}
			sel.tags = append(sel.tags, t)
		}
		slices.Sort(sel.tags)
		out = append(out, sel)
	}
	return out, nil
}

// maxTags is how many tags a message can have.
const maxTags = 5

func didYouMean(word string, known []string) string {
	best, most := "", 0.0
	for _, k := range known {
		if s := words.Similarity(word, k); s > most {
			best, most = k, s
		}
	}
	if most < 0.5 {
		return ""
	}
	return " Did you mean '" + best + "'?"
}

// splitSpec splits at colons, but for those in a quoted file name.
func splitSpec(spec string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(spec); i++ {
		switch {
		case spec[i] == '"':
			quoted = !quoted
		case spec[i] == ':' && !quoted:
			out = append(out, spec[start:i])
			start = i + 1
		}
	}
	return append(out, spec[start:])
}

// Help is the text of -Xlog:help.
func Help() string {
	var b strings.Builder
	b.WriteString("-Xlog Usage: -Xlog[:[selections][:[output][:[decorators][:output-options]]]]\n" +
		"\t selections: tag[+tag...][*][=level][,...]; without * a message must have just these tags\n\n")
	fmt.Fprintf(&b, "Available log levels:\n off, %s\n\n", strings.Join(levelNames[:levelOff], ", "))
	var names []string
	for _, d := range decorators {
		names = append(names, fmt.Sprintf("%s (%s)", d.name, d.short))
	}
	fmt.Fprintf(&b, "Available log decorators: \n %s\n none: no decorators\n\n", strings.Join(names, ", "))
	fmt.Fprintf(&b, "Available log tags:\n %s\n all: every message\n\n", strings.Join(strings.Fields(tagNames), ", "))
	b.WriteString("Available log outputs:\n stdout/stderr\n file=<filename>, in which %p is the process and %t the time\n" +
		"  filesize=.. - bytes (K, M, G) after which the file is renamed and a new one begun; 0: never\n" +
		"  filecount=.. - how many renamed files are kept; 0: none, a file that is there is overwritten\n\n" +
		"Examples:\n -Xlog:gc\n -Xlog:gc*,class+load=debug:file=gc.log:time,level,tags:filecount=3,filesize=10m\n" +
		" -Xlog:disable -Xlog:safepoint=trace:stderr:none\n")
	return b.String()
}
