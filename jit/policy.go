package jit

import (
	"errors"

	"gojvm/mem"
	"gojvm/vm"
)

// record is what is known of the compilations of one method. j.mu protects it.
type record struct {
	entry  *compiled
	loops  map[int]*compiled // nil: cannot be entered there
	asked  map[int]bool      // units that are queued or being compiled
	failed bool              // it cannot, or must not, be compiled
	atLoop bool              // it is entered at loops only
	drops  int               // compilations that were thrown away
	stays  bool              // bounds checks stay in loops: in front of them they failed too often
	gone   bool              // the method has been replaced
	wrong  int               // of the drops that are not counted there: an assumption from a profile failed
	// thrown counts by instruction of the method, inlined or not, the exceptions it has thrown itself.
	thrown map[int]int
	// distrusted has the instructions of the method, inlined or not, at which one has failed.
	distrusted map[int]bool
	next       uint32 // not before so many calls or turns
}

// code returns what the interpreter is given to enter the unit at bci, 0 if there is nothing.
func (r *record) code(bci int) uintptr {
	if bci < 0 {
		if r.entry == nil {
			return 0
		}
		return r.entry.stub
	}
	if c := r.loops[bci]; c != nil {
		return c.addr | 1
	}
	return 0
}

// wanted reports whether the unit at bci is to be compiled, given the method's counters.
func (r *record) wanted(bci int, count uint32) bool {
	_, tried := r.loops[bci]
	return !r.failed && !tried && !r.asked[bci] && count >= r.next && (bci >= 0 || !r.atLoop)
}

const (
	// maxDrops bounds how often a method is compiled again, maxWrong how often with
	// assumptions from profiles.
	maxDrops = 8
	maxWrong = 12
	// maxMethodSize is the size of a method, in bytes of bytecode, above which it
	// is interpreted; HotSpot has the same (-XX:-DontCompileHugeMethods).
	maxMethodSize = 8000
	// maxExceptions is how often code may be left by exceptions at one unit before
	// it is compiled anew without what it assumed.
	maxRare = 100
	// maxHoisted is the same for bounds checks in front of loops.
	maxHoisted = 10
)

// Hot implements vm.Compiler. Compilation is in the background, where the thread may have to wait
// for it, or in the foreground.
func (j *JIT) Hot(t *vm.Thread, m *vm.Method, bci int) uintptr {
	if j.excluded(m) {
		return 0
	}
	if f := j.fault.Load(); f != nil {
		panic(*f)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	r := j.recordOf(m)
	if bci >= 0 && !j.foreground() && mem.Load32(m.Block+vm.MethodCalls) > 1 && r.entry == nil && r.wanted(-1, calls(m)) {
		// A method that is called again and again for long loops: its next calls should not
		// have to wait until a loop has become hot once more.
		if j.queue.push(unit{m, -1, r}) {
			r.ask(-1, true)
		}
	}
	if code := r.code(bci); code != 0 {
		return code
	}
	if !r.wanted(bci, calls(m)) {
		return 0
	}
	u := unit{m, bci, r}
	if !j.foreground() {
		if !j.waits(m) {
			if j.queue.push(u) {
				r.ask(bci, true)
			}
			return 0
		}
		// The thread does not compile itself, for what is compiled at present may want to
		// stop the world. Its frame may be looked at; see vm.Compiler.
		done := j.queue.pushFor(u)
		if done == nil {
			return 0
		}
		r.ask(bci, true)
		func() {
			j.mu.Unlock()
			defer j.mu.Lock() // also when the VM ends meanwhile, by a panic
			t.Blocking(func() { <-done })
		}()
		return r.code(bci)
	}
	r.ask(bci, true)
	j.mu.Unlock()
	err := j.work(u)
	j.mu.Lock()
	if err != nil {
		panic(err.Error())
	}
	return r.code(bci)
}

// calls returns how often the interpreter has called m or turned one of its loops.
func calls(m *vm.Method) uint32 {
	return mem.Load32(m.Block+vm.MethodCalls) + mem.Load32(m.Block+vm.MethodLoops)
}

// recordOf returns the record of m. Callers hold j.mu.
func (j *JIT) recordOf(m *vm.Method) *record {
	v, ok := j.methods.Load(m)
	if !ok {
		r := &record{failed: j.commands.excluded(m), atLoop: j.onlyLoops(m)}
		if r.failed {
			j.printExcluded(m)
		}
		v, _ = j.methods.LoadOrStore(m, r)
	}
	return v.(*record)
}

// distrusts reports whether an assumption has failed at bci of m.
func (j *JIT) distrusts(m *vm.Method, bci int) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	v, ok := j.methods.Load(m)
	return ok && v.(*record).distrusted[bci]
}

func (r *record) ask(bci int, on bool) {
	if r.asked == nil {
		r.asked = map[int]bool{}
	}
	r.asked[bci] = on
}

// threw counts an exception of the instruction at which p stands, and has its code compiled again
// if it would do better. j.mu is held.
func (j *JIT) threw(p *physical) {
	f := p.data().frames[0]
	r := j.recordOf(f.method)
	if r.thrown == nil {
		r.thrown = map[int]int{}
	}
	r.thrown[f.bci]++
	if r.thrown[f.bci] == j.minThrown() {
		j.recompile(p.entry.Code.Client.(*compiled))
		return
	}
	j.reconsider(p)
}

// minThrown is how many exceptions an instruction has thrown before compiled code makes them.
func (j *JIT) minThrown() int {
	if j.vm.Config.CompileAll {
		return 2
	}
	return minCaught
}

// throws reports whether the instruction at bci of m often throws.
func (j *JIT) throws(m *vm.Method, bci int) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	v, ok := j.methods.Load(m)
	return ok && v.(*record).thrown[bci] >= j.minThrown()
}

// recompile has the unit of c compiled again, by what is known now; c serves until then. j.mu is held.
func (j *JIT) recompile(c *compiled) {
	r := j.recordOf(c.m)
	if c.done || c.stale || r.gone || r.asked[c.bci] || r.drops >= maxDrops {
		return
	}
	r.drops++
	if j.waits(c.m) {
		r.next = calls(c.m)
		j.drop(c, r)
	} else if j.queue.push(unit{c.m, c.bci, r}) {
		r.ask(c.bci, true)
	}
}

// work compiles u and lets the program have the code. The error is a bug.
func (j *JIT) work(u unit) error {
	defer j.held.letGo(u) // when what it names is known by j.installed
	j.mu.Lock()
	hoist, wary := !u.r.stays, u.r.wrong >= maxWrong
	j.mu.Unlock()
	c, err := j.compile(u, j.level(), hoist, wary, j.waits(u.m))
	j.mu.Lock()
	defer j.mu.Unlock()
	r := u.r
	r.ask(u.bci, false)
	if r.gone || err == nil && c.round != j.replacements {
		return nil // of a body that is no more: it will be asked for again
	}
	if err == nil && !j.hierarchy.hold(j, c) {
		return j.cache.Release(c.entry)
	}
	if u.bci >= 0 {
		if r.loops == nil {
			r.loops = map[int]*compiled{}
		}
		if old := r.loops[u.bci]; old != nil {
			old.done = true
		}
		r.loops[u.bci] = c
		if errors.Is(err, errIrreducible) {
			return nil // entered at its beginning the method may well compile
		}
	}
	if err != nil {
		r.failed = true
		return j.bailout(u.m, err)
	}
	j.installed = append(j.installed, c)
	if u.bci < 0 {
		if r.entry != nil {
			r.entry.done = true
		}
		r.entry = c
		u.m.SetEntry(c.addr)
		j.vm.Executor.Redirect(u.m, c.stub) // without memory for it, only compiled callers profit
	}
	return nil
}

// foreground reports whether the threads of the program compile, and nothing else does. They are
// managed meanwhile: the world is not stopped while one compiles, nor can it be.
func (j *JIT) foreground() bool {
	c := &j.vm.Config
	return c.CompileAll || c.Compiler.Foreground || c.Compiler.Stress.OSR > 0
}

// waits reports whether the thread that finds m hot waits for its code.
func (j *JIT) waits(m *vm.Method) bool {
	if j.foreground() {
		return true
	}
	background, ok := j.commands.lookup(cmdBackground, m)
	return ok && !background
}

// level is the level of the next compilation.
func (j *JIT) level() int {
	if n := j.vm.Config.TieredStop; n > 0 && n < 4 {
		return 1
	}
	return 2
}

// excluded reports whether m is never compiled.
func (j *JIT) excluded(m *vm.Method) bool {
	if m.Body == nil || m.Native() != nil || len(m.Body.Bytes) > maxMethodSize || m.IsClinit() {
		return true
	}
	// AccessController's stack walk reads the arguments of this method's frame.
	return m.Name == "executePrivileged" && m.Holder.Name == "java/security/AccessController"
}

// trapped counts a failed guard of the code of p, and throws the code away if it
// will fail again.
func (j *JIT) trapped(p *physical, why trapReason) {
	c := p.entry.Code.Client.(*compiled)
	j.logDeopt(p, why)
	j.mu.Lock()
	defer j.mu.Unlock()
	c.traps++
	if c.stale {
		return
	}
	r := j.recordOf(c.m)
	if why == trapHoisted && c.traps >= maxHoisted {
		r.stays = true
		why = trapUnresolved
	}
	wrong := why == trapBranch || why == trapClass || why == trapNull
	if wrong {
		f := p.data().frames[0]
		r := j.recordOf(f.method)
		if r.distrusted == nil {
			r.distrusted = map[int]bool{}
		}
		r.distrusted[f.bci] = true
	} else if why == trapException {
		j.threw(p)
		return
	} else if why != trapUnresolved && c.traps < maxRare {
		return
	}
	if c.done {
		return
	}
	if wrong {
		r.wrong++
		r.next = calls(c.m)
	} else {
		if r.drops >= maxDrops {
			return
		}
		r.drops++
		r.next = calls(c.m) + 1<<(2*r.drops)
	}
	j.drop(c, r)
}

// drop throws the code c of the method of r away. j.mu is held.
func (j *JIT) drop(c *compiled, r *record) {
	c.done = true
	j.printDropped(c)
	if c.bci >= 0 {
		delete(r.loops, c.bci)
		return
	}
	r.entry = nil
	c.m.SetEntry(j.bridge)
	j.vm.Executor.Redirect(c.m, 0)
}
