package ssa

// CopyCompares gives each branch, guard and select on a compare a compare of its own just
// before it, so that targets can use the flags at once: a compare costs no more than the
// test of its outcome. Pointers into objects keep the compare where it is, since they must
// not live longer.
func CopyCompares(f *Func) {
	for _, b := range f.Blocks {
		for i := 0; i < len(b.Values); i++ {
			v := b.Values[i]
			if v.Op != OpIf && v.Op != OpGuard && v.Op != OpSelect {
				continue
			}
			c := v.Args[0]
			if !c.Info().Has(Compares) || c.Uses == 1 && c.Block == b || intoObject(c.Args[0]) || intoObject(c.Args[1]) {
				continue
			}
			n := f.NewValue(c.Op, c.Type, c.Args...)
			n.Line = c.Line
			v.SetArg(0, n)
			b.InsertAt(i, n)
			i++
		}
	}
	DeadCode(f)
}
