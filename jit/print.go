package jit

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"gojvm/codegen"
	"gojvm/codegen/view"
	bc "gojvm/loader/bytecode"
	"gojvm/vm"
)

// tty is where the compiler prints what -XX:+PrintCompilation and its like ask for.
type tty struct {
	w     io.Writer
	start time.Time
}

func newTTY(c *vm.Config) tty {
	w := c.Stdout
	if w == nil {
		w = os.Stdout
	}
	return tty{w, time.Now()}
}

// Levels as HotSpot numbers them, for those who read the lines.
var shownLevel = [...]int{1: 1, 2: 4}

// shortName names a method as HotSpot's compilers do.
func shortName(m *vm.Method) string { return m.Holder.ExternalName() + "::" + m.Name }

// taskLine is the line that tells of a compilation:
//
//	milliseconds, number, attributes, level, method @ bytecode index of the loop (size), message
//
// The attributes: % of a loop (OSR), s synchronized, ! has handlers, b a thread waits.
func (j *JIT) taskLine(id int, m *vm.Method, bci, level int, waits bool, message string) string {
	mark := func(on bool, c byte) byte {
		if on {
			return c
		}
		return ' '
	}
	s := fmt.Sprintf("%7d %4d %c%c%c%c%c %d      %s", time.Since(j.tty.start).Milliseconds(), id,
		mark(bci >= 0, '%'), mark(m.IsSynchronized(), 's'), mark(m.Body.Handlers.Len() > 0, '!'), mark(waits, 'b'), ' ',
		shownLevel[level], shortName(m))
	if bci >= 0 {
		s += fmt.Sprintf(" @ %d", bci)
	}
	s += fmt.Sprintf(" (%d bytes)", len(m.Body.Bytes))
	if message != "" {
		s += "   " + message
	}
	return s
}

// tell prints a line about compilations, and logs it.
func (j *JIT) tell(line func() string) {
	print, log := j.vm.Config.Compiler.PrintCompilation, j.vm.Logs("jit+compilation")
	if !print && !log {
		return
	}
	text := line()
	if print {
		io.WriteString(j.tty.w, text+"\n")
	}
	if log {
		j.vm.Logf("jit+compilation", "%s", text)
	}
}

// printTask tells that a compilation begins, or with a message what became of it.
func (j *JIT) printTask(t *task, message string) {
	j.tell(func() string { return j.taskLine(t.id, t.m, t.bci, t.level, t.waits, message) })
}

// printDropped tells that no thread enters c any more.
func (j *JIT) printDropped(c *compiled) {
	j.tell(func() string { return j.taskLine(c.id, c.m, c.bci, c.level, false, "made not entrant") })
}

// printExcluded tells that a command excludes m.
func (j *JIT) printExcluded(m *vm.Method) {
	if j.commands.quiet {
		return
	}
	static := ""
	if m.IsStatic() {
		static = "static "
	}
	fmt.Fprintf(j.tty.w, "### Excluding compile: %s%s\n", static, shortName(m))
	j.tell(func() string {
		return fmt.Sprintf("made not compilable on level %d  %s (%d bytes)   excluded by CompileCommand", shownLevel[j.level()], shortName(m), len(m.Body.Bytes))
	})
}

// inlineNote says of a call what became of it.
type inlineNote struct {
	m     *vm.Method
	depth int
	bci   int
	text  string
}

// wantsInlining reports whether what is inlined into m is to be told.
func (j *JIT) wantsInlining(m *vm.Method) bool {
	return j.vm.Config.Compiler.PrintInlining || j.commands.has(cmdPrintInlining, m) || j.vm.Logs("jit+inlining")
}

// noteCall notes what becomes of the call of m that is being translated.
func (a *activation) noteCall(m *vm.Method, text string) {
	if a.task != nil && a.task.notes {
		a.task.inlining = append(a.task.inlining, inlineNote{m, a.depth, a.bci, text})
	}
}

// printInlining prints the calls of a unit as a tree.
func (j *JIT) printInlining(t *task) {
	if !t.notes {
		return
	}
	print := j.vm.Config.Compiler.PrintInlining || j.commands.has(cmdPrintInlining, t.m)
	for _, n := range t.inlining {
		mark := [3]byte{' ', ' ', ' '}
		size := " (not loaded)"
		if n.m.IsSynchronized() {
			mark[0] = 's'
		}
		if n.m.Body != nil {
			if n.m.Body.Handlers.Len() > 0 {
				mark[1] = '!'
			}
			size = fmt.Sprintf(" (%d bytes)", len(n.m.Body.Bytes))
		} else if n.m.IsNative() || n.m.IsAbstract() {
			size = " (0 bytes)"
		}
		line := fmt.Sprintf("%14s%s%13s%s@ %d   %s%s   %s", "", mark[:], "", strings.Repeat("  ", n.depth), n.bci, shortName(n.m), size, n.text)
		if print {
			io.WriteString(j.tty.w, line+"\n")
		}
		j.vm.Logf("jit+inlining", "%s", line)
	}
}

// report tells of code that was made: its size in the log, and its listing and page where
// they are asked for.
func (j *JIT) report(c *compiled, code *codegen.Code, page *view.Page, d time.Duration) {
	if j.vm.Logs("jit+compilation=debug") {
		j.vm.Logf("jit+compilation=debug", "%d: %v level %d bci %d: %d bytes at %#x in %v", c.id, c.m, c.level, c.bci, len(code.Bytes), c.addr, d)
	}
	if j.vm.Config.Compiler.PrintAssembly || j.commands.has(cmdPrint, c.m) || j.commands.has(cmdPrintAssembly, c.m) {
		var s strings.Builder
		fmt.Fprintf(&s, "----------------------------------- Assembly -----------------------------------\n%s\n",
			j.taskLine(c.id, c.m, c.bci, c.level, false, ""))
		j.listing(c).Write(&s, code)
		io.WriteString(j.tty.w, s.String())
	}
	if page != nil {
		j.writePage(c, code, page)
	}
}

// listing shows c with the bytecode that its instructions are of.
func (j *JIT) listing(c *compiled) *view.Listing {
	return &view.Listing{
		Target: j.mach.Target,
		Base:   uint64(c.addr),
		Line: func(line int32) string {
			scopes := c.scopesOf(line)
			return fmt.Sprintf("  ;; %s: %s", describe(scopes), instructionAt(scopes[0]))
		},
		Site: siteNote,
	}
}

// siteNote says why compiled code is left at a site, and how many references the frame holds.
func siteNote(s *codegen.Site) string {
	var what string
	switch s.Kind {
	case codegen.SiteCall:
		what = "call"
	case codegen.SitePoll:
		what = "poll"
	case codegen.SiteGuard:
		what = "guard: " + trapReason(s.Number).String()
	default:
		what = "exit: " + exitNumber(s.Number).String()
	}
	return fmt.Sprintf("%s, %d references", what, len(s.Refs))
}

// logDeopt tells that a guard failed.
func (j *JIT) logDeopt(p *physical, why trapReason) {
	if !j.vm.Logs("jit+deopt") {
		return
	}
	c := p.entry.Code.Client.(*compiled)
	j.vm.Logf("jit+deopt", "%d: %s: reason %v in code of %s level %d", c.id, describe(p.data().scopes), why, shortName(c.m), shownLevel[c.level])
}

// pageFor makes the compilation with options o record a page, if one is asked for.
func (j *JIT) pageFor(t *task, o *codegen.Options) *view.Page {
	if !j.commands.has(cmdPage, t.m) {
		return nil
	}
	p := &view.Page{Title: shortName(t.m) + t.m.Desc + " for " + j.mach.Target.Name}
	var source strings.Builder
	bc.Disassemble(&source, t.m.Body.Bytes, func(in *bc.Inst) string {
		if n := t.m.LineNumber(in.PC); n > 0 {
			return fmt.Sprintf("line %d", n)
		}
		return ""
	})
	p.Func(t.m.String(), source.String())
	p.Record(o)
	return p
}

// writePage writes the page of c into the current folder.
func (j *JIT) writePage(c *compiled, code *codegen.Code, page *view.Page) {
	var s strings.Builder
	j.listing(c).Write(&s, code)
	page.Stage("assembly", s.String())
	name := fmt.Sprintf("%s.%s-%d.html", strings.ReplaceAll(c.m.Holder.Name, "/", "."), strings.Trim(c.m.Name, "<>"), c.id)
	f, err := os.Create(name)
	if err == nil {
		err = page.Write(f)
		if e := f.Close(); err == nil {
			err = e
		}
	}
	if err != nil {
		fmt.Fprintf(j.tty.w, "CompileCommand: page %s: %v\n", shortName(c.m), err)
		return
	}
	fmt.Fprintf(j.tty.w, "CompileCommand: page %s: written to %s\n", shortName(c.m), name)
}

// instructionAt returns the instruction at which a scope stands.
func instructionAt(s vm.Scope) string {
	var in bc.Inst
	if err := bc.Decode(s.Method.Body.Bytes, s.BCI, &in); err != nil {
		return ""
	}
	return in.String()
}
