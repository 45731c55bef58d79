package ssa

import "slices"

// dropFreshBarriers removes the write barriers of stores into objects that no collection can have
// seen: between the OpNew and the store there is no safepoint. A collector takes such objects for
// young, if they are not larger than maxFresh.
func dropFreshBarriers(f *Func) {
	fresh := map[*Block][]*Value{} // at the end of blocks
	for _, b := range f.ReversePostorder() {
		var list []*Value
		if len(b.Preds) == 1 {
			list = slices.Clone(fresh[b.Preds[0].B])
		}
		kept := b.Values[:0]
		for _, v := range b.Values {
			switch {
			case v.Op == OpBarrier && slices.Contains(list, v.Args[1]):
				v.ResetArgs()
				continue
			case v.Op == OpNew:
				list = list[:0]
				if n, ok := v.Args[0].IsConst(); ok && n <= maxFresh {
					list = append(list, v)
				}
			case v.Op != OpGuard && v.Info().Flags&(Safepoint|Calls) != 0:
				list = list[:0]
			}
			kept = append(kept, v)
		}
		clear(b.Values[len(kept):])
		b.Values = kept
		if len(list) > 0 {
			fresh[b] = list
		}
	}
}

// maxFresh is the size in bytes up to which an object is allocated among the young ones.
const maxFresh = 1024
