package interp

import "sync/atomic"

// swap is a full memory fence: a locked instruction on a word of the stack.
func swap(p *uint32) { atomic.SwapUint32(p, 0) }
