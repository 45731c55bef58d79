package gc

// SetWeakLayout sets the four offsets of Config that describe weak-reference
// objects, for clients that learn them only after the heap exists. No such
// object has been allocated yet.
func (h *Heap) SetWeakLayout(referent, discovered, queueLink, softTimestamp uint32) {
	h.config.ReferentOffset = referent
	h.config.DiscoveredOffset = discovered
	h.config.QueueLinkOffset = queueLink
	h.config.SoftTimestampOffset = softTimestamp
	// References made before the first collection have a time too.
	h.tickSoft()
}
