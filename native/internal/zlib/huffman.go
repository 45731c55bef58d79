package zlib

// build makes the best code with lengths up to maxLen for the frequencies of h
// and adds the bits that it takes to w.optLen and w.staticLen. Among codes that
// are equally good it chooses like zlib: shallow subtrees first.
func (h *huffman) build(w *blockWriter) {
	heap := &w.heap
	n, h0 := 0, len(heap)
	h.maxCode = -1
	for i := range h.n {
		h.len[i] = 0
		if h.freq[i] != 0 {
			n++
			heap[n] = int16(i)
			h.maxCode = i
			w.depth[i] = 0
		}
	}
	// At least two codes, so that no code has length 0.
	for n < 2 {
		sym := 0
		if h.maxCode < 2 {
			h.maxCode++
			sym = h.maxCode
		}
		n++
		heap[n] = int16(sym)
		h.freq[sym] = 1
		w.depth[sym] = 0
		w.optLen--
		if h.static != nil {
			w.staticLen -= int(h.static[sym])
		}
	}
	for k := n / 2; k >= 1; k-- {
		h.sift(w, k, n)
	}
	// Join the two rarest until one is left. From h0 on the heap array holds
	// all nodes by rising frequency from its end downwards.
	node := h.n
	for {
		a := heap[1]
		heap[1] = heap[n]
		n--
		h.sift(w, 1, n)
		b := heap[1]
		h0--
		heap[h0] = a
		h0--
		heap[h0] = b
		h.freq[node] = h.freq[a] + h.freq[b]
		w.depth[node] = max(w.depth[a], w.depth[b]) + 1
		h.dad[a], h.dad[b] = uint16(node), uint16(node)
		heap[1] = int16(node)
		node++
		h.sift(w, 1, n)
		if n < 2 {
			break
		}
	}
	h0--
	heap[h0] = heap[1]
	h.assignLengths(w, h0)
	assignCodes(h.len[:h.maxCode+1], h.code[:])
}

// sift restores the heap order of w.heap[1:n+1] below k.
func (h *huffman) sift(w *blockWriter, k, n int) {
	before := func(a, b int16) bool {
		return h.freq[a] < h.freq[b] || h.freq[a] == h.freq[b] && w.depth[a] <= w.depth[b]
	}
	v := w.heap[k]
	for j := 2 * k; j <= n; j *= 2 {
		if j < n && before(w.heap[j+1], w.heap[j]) {
			j++
		}
		if before(v, w.heap[j]) {
			break
		}
		w.heap[k] = w.heap[j]
		k = j
	}
	w.heap[k] = v
}

// assignLengths sets the code lengths from the tree; w.heap[root:] has the nodes
// from the root down. Codes that would be too long are cut by moving others down.
func (h *huffman) assignLengths(w *blockWriter, root int) {
	var count [maxBits + 1]int
	overflow := 0
	h.len[w.heap[root]] = 0
	for _, v := range w.heap[root+1:] {
		n := h.len[h.dad[v]] + 1
		if n > h.maxLen {
			n = h.maxLen
			overflow++
		}
		h.len[v] = n
		if int(v) > h.maxCode {
			continue // not a leaf
		}
		count[n]++
		f, extra := int(h.freq[v]), h.extra(int(v))
		w.optLen += f * (int(n) + extra)
		if h.static != nil {
			w.staticLen += f * (int(h.static[v]) + extra)
		}
	}
	if overflow == 0 {
		return
	}
	for ; overflow > 0; overflow -= 2 {
		n := h.maxLen - 1
		for count[n] == 0 {
			n--
		}
		count[n]--
		count[n+1] += 2
		count[h.maxLen]--
	}
	at := len(w.heap)
	for n := h.maxLen; n != 0; n-- {
		for left := count[n]; left > 0; {
			at--
			v := w.heap[at]
			if int(v) > h.maxCode {
				continue
			}
			w.optLen += (int(n) - int(h.len[v])) * int(h.freq[v])
			h.len[v] = n
			left--
		}
	}
}
