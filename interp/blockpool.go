package interp

import "sync"

// blockPool has blocks that were laid out, whose slices the next translation can use: they
// would be a quarter of what a short program allocates in Go's heap.
type blockPool struct {
	mu   sync.Mutex
	free []*block
}

// Of larger translations not everything is kept.
const (
	maxSpareBlocks = 64
	maxSpareWords  = 128
)

func (p *blockPool) take() *block {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.free)
	if n == 0 {
		return new(block)
	}
	b := p.free[n-1]
	p.free = p.free[:n-1]
	return b
}

// put takes back the blocks of a translation that has ended.
func (p *blockPool) put(blocks map[blockKey]*block) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range blocks {
		if len(p.free) == maxSpareBlocks {
			return
		}
		if cap(b.code) > maxSpareWords {
			continue
		}
		clear(b.fixups)
		clear(b.handlers)
		*b = block{entry: b.entry[:0], code: b.code[:0], meta: b.meta[:0], fixups: b.fixups[:0], handlers: b.handlers[:0], stack: b.stack[:0]}
		p.free = append(p.free, b)
	}
}
