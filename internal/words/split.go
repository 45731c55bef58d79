// Package words reads the words of options: lists of them in one string, as variables of the environment and
// files hold them, sizes, and words that are not quite those that are known.
package words

import "strings"

// Split splits text at white space that does not stand in quotes of either kind, which it takes
// away. ok is false if a quote is not closed.
func Split(text string) (words []string, ok bool) {
	var w strings.Builder
	inWord, quote := false, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			w.WriteByte(c)
		case c == '"' || c == '\'':
			quote, inWord = c, true
		case strings.IndexByte(" \t\n\r\f\v", c) >= 0:
			if inWord {
				words = append(words, w.String())
				w.Reset()
				inWord = false
			}
		default:
			inWord = true
			w.WriteByte(c)
		}
	}
	if inWord {
		words = append(words, w.String())
	}
	return words, quote == 0
}
