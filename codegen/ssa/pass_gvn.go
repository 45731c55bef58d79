package ssa

// GVN removes values that a dominating value computes already (dominator-based value
// numbering: Briggs, Cooper, Simpson 1997). Loads are not values in this sense, nor are
// pointers into objects, which must not live across a safepoint.
func GVN(f *Func) {
	dom := f.Dominators()
	type key struct {
		op      Op
		typ     Type
		cond    Cond
		scale   uint8
		off     int32
		imm     int64
		aux     string
		a, b, c ID
	}
	table := make(map[key]*Value)
	var log []key // what to take back when a block is left
	var marks []int
	with := make([]*Value, f.NumValues())
	find := func(v *Value) ID {
		for with[v.ID] != nil {
			v = with[v.ID]
		}
		return v.ID
	}
	enter := func(b *Block) {
		marks = append(marks, len(log))
		for _, v := range b.Values {
			info := v.Info()
			if v.Type == Void || len(v.Args) > 3 || info.Flags&(Reads|Writes|Effect|Terminates|Pinned) != 0 || intoObject(v) {
				continue
			}
			k := key{op: v.Op, typ: v.Type, cond: v.Cond, scale: v.Scale, off: v.Off, imm: v.Imm, a: -1, b: -1, c: -1}
			if s, ok := v.Aux.(string); ok {
				k.aux = s
			} else if v.Aux != nil {
				continue
			}
			for i, p := range [3]*ID{&k.a, &k.b, &k.c} {
				if i < len(v.Args) {
					*p = find(v.Args[i])
				}
			}
			if info.Has(Commutes) && k.a > k.b {
				k.a, k.b = k.b, k.a
			}
			if x := table[k]; x != nil {
				with[v.ID] = x
				continue
			}
			log = append(log, k)
			table[k] = v
		}
	}
	leave := func(*Block) {
		n := marks[len(marks)-1]
		marks = marks[:len(marks)-1]
		for _, u := range log[n:] {
			delete(table, u)
		}
		log = log[:n]
	}
	dom.Walk(enter, leave)
	f.ReplaceUses(with)
	DeadCode(f)
}
