package ssa

import "slices"

// MergeLocks joins regions in which one object is locked, where the second follows the first in straight
// code: the OpUnlock between them and the OpLock go away. What stands between, which is done under the
// lock then, leaves for nowhere, so that no frame state has to know. Locks are thought to be taken and given back in
// pairs (JVMS 2.11.10): an unlock that goes away would not have failed.
func MergeLocks(f *Func) {
	for _, b := range f.Blocks {
		var last *Value // an OpUnlock behind which no effect has come
		var gone []*Value
		for _, v := range b.Values {
			switch {
			case v.Op == OpUnlock:
				last = v
			case v.Op == OpLock && last != nil && v.Args[0] == last.Args[0] && v.Off == last.Off:
				gone = append(gone, last, v)
				last = nil
			case v.Op != OpBarrier && v.Info().Has(Effect):
				last = nil
			}
		}
		if gone == nil {
			continue
		}
		for _, v := range gone {
			v.ResetArgs()
			v.dropState()
		}
		b.Values = slices.DeleteFunc(b.Values, func(v *Value) bool { return slices.Contains(gone, v) })
	}
}
