package javagen

import "strings"

// node is a statement: lines of text, with the statements of its blocks between them.
// head[i] stands before body[i], the last line of head behind the last block.
type node struct {
	head []string
	body [][]*node
	gone bool // taken out by Shrink
}

func line(s string) *node { return &node{head: []string{s}} }

// print appends n as text.
func (n *node) print(b *strings.Builder, indent int) {
	if n.gone {
		return
	}
	for i, h := range n.head {
		b.WriteString(strings.Repeat("    ", indent))
		b.WriteString(h)
		b.WriteByte('\n')
		if i < len(n.body) {
			for _, c := range n.body[i] {
				c.print(b, indent+1)
			}
		}
	}
}

// collect appends n and all statements in it, outermost first.
func (n *node) collect(list []*node) []*node {
	list = append(list, n)
	for _, b := range n.body {
		for _, c := range b {
			list = c.collect(list)
		}
	}
	return list
}
