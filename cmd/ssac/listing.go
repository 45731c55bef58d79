package main

import (
	"fmt"
	"strings"

	"gojvm/codegen/view"
)

// listing prints assembly between the lines of the program.
func (c *command) listing() *view.Listing {
	source := strings.Split(c.text, "\n")
	return &view.Listing{Target: c.target, Line: func(n int32) string {
		if n < 1 || int(n) > len(source) {
			return ""
		}
		return fmt.Sprintf("%s:%d: %s", c.path, n, strings.TrimSpace(source[n-1]))
	}}
}
