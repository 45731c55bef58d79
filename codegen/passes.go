package codegen

import "gojvm/codegen/ssa"

// Pass is a stage of the pipeline.
type Pass struct {
	Name  string
	Level Level // the least level at which it runs
	When  func(t *Target, o *Options) bool
	Run   func(f *ssa.Func, t *Target, o *Options) error
	// After names passes that must have run before, if they run at all; Why tells the reason.
	// A test holds the list against it.
	After []string
	Why   string
}

// simple wraps a pass that needs the function only.
func simple(fn func(*ssa.Func)) func(*ssa.Func, *Target, *Options) error {
	return func(f *ssa.Func, _ *Target, _ *Options) error {
		fn(f)
		return nil
	}
}

func splits(t *Target, _ *Options) bool { return t.Split64 }

func split64(f *ssa.Func, t *Target, _ *Options) error {
	ssa.Split64(f, ssa.Split64Options{BigEndian: t.BigEndian, AlignPairs: t.AlignPairs, ExitArgs: CtxArgs, ExitResult: CtxResult})
	return nil
}

func expands(t *Target, _ *Options) bool { return t.Expand != nil }

// Passes is the pipeline, in order.
var Passes = []Pass{
	{Name: "prune", Run: simple(ssa.Prune)},
	{Name: "fold", Level: Full, Run: simple(ssa.Fold), After: []string{"prune"}, Why: "unreachable values need not obey dominance"},
	{Name: "branch", Level: Full, Run: simple(ssa.Branches), After: []string{"fold"}, Why: "conditions become constant"},
	{Name: "thread", Level: Full, Run: simple(ssa.ThreadJumps), After: []string{"branch"}, Why: "constants have reached the phis"},
	{Name: "gvn", Level: Full, Run: simple(ssa.GVN), After: []string{"fold"}, Why: "one form per value"},
	{Name: "loads", Level: Full, Run: simple(ssa.Loads), After: []string{"gvn"}, Why: "equal addresses are equal values"},
	{Name: "objects", Level: Full, Run: simple(ssa.ReplaceObjects), After: []string{"loads"}, Why: "an object loaded from a field is known, if it is"},
	{Name: "locks", Level: Full, Run: simple(ssa.MergeLocks), After: []string{"branch", "objects"}, Why: "straight code is one block, and what is not allocated has no locks"},
	{Name: "new", When: func(_ *Target, o *Options) bool { return o.New != nil },
		Run:   func(f *ssa.Func, _ *Target, o *Options) error { ssa.ExpandNew(f, o.New); return nil },
		After: []string{"objects"}, Why: "only what is left is allocated"},
	{Name: "checks", Level: Full, Run: simple(ssa.Checks), After: []string{"loads"}, Why: "lengths loaded twice are one value"},
	{Name: "rotate", Level: Full, Run: simple(ssa.Rotate), After: []string{"branch"}, Why: "fewer blocks to copy"},
	{Name: "peel", Level: Full, Run: simple(ssa.Peel), After: []string{"rotate", "checks"}, Why: "checks known to hold need no first turn"},
	{Name: "gvn again", Level: Full, Run: simple(ssa.GVN), After: []string{"rotate"}, Why: "the copy of a header dominates its loop"},
	{Name: "loads again", Level: Full, Run: simple(ssa.Loads), After: []string{"gvn again"}, Why: "so do its loads"},
	{Name: "checks again", Level: Full, Run: simple(ssa.Checks), After: []string{"loads again"}, Why: "and its checks"},
	{Name: "fold peeled", Level: Full, Run: simple(ssa.Fold), After: []string{"checks again"}, Why: "counters of first turns are constant"},
	{Name: "hoist", Level: Full, When: func(_ *Target, o *Options) bool { return o.HoistGuard != 0 },
		Run:   func(f *ssa.Func, _ *Target, o *Options) error { ssa.Hoist(f, o.HoistGuard); return nil },
		After: []string{"checks again", "fold peeled"}, Why: "the first turn in front of a loop has guards, and lengths are known there"},
	{Name: "licm", Level: Full, Run: simple(ssa.LICM), After: []string{"checks again"}, Why: "guards keep loads from moving"},
	{Name: "vectorize", Level: Full, When: func(t *Target, _ *Options) bool { return t.Vectors },
		Run: func(f *ssa.Func, t *Target, o *Options) error {
			ssa.Vectorize(f, t.Wide != 0 && o.Features&t.Wide == t.Wide)
			return nil
		},
		After: []string{"licm"}, Why: "it wants bodies without checks and what does not change"},
	{Name: "unroll", Level: Full, Run: simple(ssa.Unroll), After: []string{"rotate", "licm", "vectorize"}, Why: "it wants the test at the end, and bodies without what does not change"},
	{Name: "divide", Level: Full, Run: simple(ssa.Divide), After: []string{"licm"}, Why: "a division that moves out of a loop may stay"},
	{Name: "fold again", Level: Full, Run: simple(ssa.Fold), After: []string{"divide"}, Why: "it makes copies"},
	{Name: "branch again", Level: Full, Run: simple(ssa.Branches), After: []string{"fold again"}, Why: "whether a loop runs at all is often known once it is rotated"},
	{Name: "if conversion", Level: Full, Run: simple(ssa.IfConvert), After: []string{"fold again"}, Why: "arms are as short as can be"},
	{Name: "split64", When: splits, Run: split64, After: []string{"prune"}, Why: "it visits reachable blocks only"},
	{Name: "expand", When: expands, Run: func(f *ssa.Func, t *Target, o *Options) error { return t.Expand(f, o) },
		After: []string{"split64"}, Why: "it knows nothing of 64-bit integers"},
	{Name: "fold halves", Level: Full, When: splits, Run: simple(ssa.Fold), After: []string{"split64"}, Why: "constant halves"},
	{Name: "gvn halves", Level: Full, When: splits, Run: simple(ssa.GVN), After: []string{"fold halves"}, Why: "one form per value"},
	{Name: "licm halves", Level: Full, When: expands, Run: simple(ssa.LICM), After: []string{"gvn halves"}, Why: "fewer values to move"},
	{Name: "dce", Level: Full, Run: simple(ssa.DeadCode)},
	{Name: "switch", Run: func(f *ssa.Func, t *Target, _ *Options) error {
		ssa.LowerSwitch(f, t.JumpTables)
		return nil
	}},
	{Name: "critical", Run: simple(ssa.SplitCritical), After: []string{"switch"}, Why: "it makes branches"},
	{Name: "freq", Level: Full, Run: simple(ssa.EstimateFreq), After: []string{"critical"}, Why: "new blocks need a frequency"},
	{Name: "layout", Level: Full, Run: simple(ssa.Layout), After: []string{"freq"}, Why: "hot blocks come first"},
	{Name: "induction", Level: Full, When: func(t *Target, _ *Options) bool { return t.Induction != nil },
		Run:   func(f *ssa.Func, t *Target, _ *Options) error { ssa.Induction(f, t.Induction); return nil },
		After: []string{"critical", "unroll", "divide"}, Why: "it needs a block in front of each loop, and makes chains of copies"},
	{Name: "compares", Level: Full, Run: simple(ssa.CopyCompares), After: []string{"switch"}, Why: "nothing shares compares any more"},
	{Name: "lower", Run: func(f *ssa.Func, t *Target, o *Options) error { return t.Lower(f, o) }},
	{Name: "lowered dce", Run: simple(ssa.DeadCode), After: []string{"lower"}, Why: "folded operands are dead"},
	{Name: "schedule", Level: Full, When: func(t *Target, _ *Options) bool { return t.Processor != nil },
		Run:   func(f *ssa.Func, t *Target, _ *Options) error { ssa.Schedule(f, t.Processor); return nil },
		After: []string{"lowered dce"}, Why: "it orders the instructions that there will be"},
}
