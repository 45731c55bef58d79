package jit

import (
	"fmt"
	"hash/fnv"

	"gojvm/vm"
)

// Stress modes (vm.CompilerStress): what the compiler may do in any place, it does in
// places where nothing but a test would have it.

// failsOnPurpose counts a guard that is translated and reports whether it shall fail always.
func (j *JIT) failsOnPurpose() bool {
	n := j.vm.Config.Compiler.Stress.Deopt
	if n == 0 {
		return false
	}
	j.guards++
	return j.guards%n == 0
}

// onlyLoops reports whether m is entered at its loops only, so that each call of it changes
// from the interpreter to compiled code on the way.
func (j *JIT) onlyLoops(m *vm.Method) bool {
	if j.vm.Config.Compiler.Stress.OSR == 0 {
		return false
	}
	fl, err := newFlow(m, 0, untranslated)
	if err != nil {
		return false
	}
	for _, b := range fl.order {
		if b.header {
			return true
		}
	}
	return false
}

// chance is what the dice say of a call.
type chance uint8

const (
	chanceNone    chance = iota // the usual rules hold
	chanceInlined               // inlined, whatever its frequency and size
	chanceRefused
)

// chance decides the inlining of m at the present call.
func (a *activation) chance(m *vm.Method) chance {
	seed := a.j.vm.Config.Compiler.Stress.Inline
	if seed == 0 {
		return chanceNone
	}
	return chance(dice(seed, a.m, a.bci, a.depth, m) % 3)
}

// shuffle returns the seed of the registers for a unit, 0 for the usual choice.
func (j *JIT) shuffle(u unit) uint64 {
	seed := j.vm.Config.Compiler.Stress.Registers
	if seed == 0 {
		return 0
	}
	return dice(seed, u.m, u.bci) | 1
}

// dice returns a number that depends on its arguments only.
func dice(seed uint64, what ...any) uint64 {
	h := fnv.New64a()
	fmt.Fprintln(h, append(what, seed)...)
	return h.Sum64()
}
