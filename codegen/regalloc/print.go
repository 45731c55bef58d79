package regalloc

import (
	"fmt"
	"strings"
)

// String returns the allocated function as text: each value with its places behind it.
func (a *Allocation) String() string {
	var s strings.Builder
	for _, b := range a.Blocks {
		fmt.Fprintf(&s, "%v:\n", b.B)
		for _, part := range b.Parts() {
			for _, i := range part {
				if i.V == nil {
					fmt.Fprintf(&s, "  move %v %v <- %v\n", i.Type, i.To, i.From)
					continue
				}
				fmt.Fprintf(&s, "  %-50s ; %v <-", i.V.LongString(), i.Res)
				for _, l := range i.Args {
					fmt.Fprintf(&s, " %v", l)
				}
				if len(i.Temps) > 0 {
					fmt.Fprintf(&s, " temps %v", i.Temps)
				}
				if i.To.Kind != NoLoc {
					fmt.Fprintf(&s, " and %v", i.To)
				}
				s.WriteString("\n")
			}
		}
	}
	return s.String()
}
