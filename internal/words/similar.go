package words

import "strings"

// Similarity says how alike two words are, from 0 to 1: the share of the pairs of letters of a
// that b has, in their lengths.
func Similarity(a, b string) float64 {
	hits := 0
	for i := 0; i+1 < len(a); i++ {
		if strings.Contains(b, a[i:i+2]) {
			hits++
		}
	}
	return 2 * float64(hits) / float64(len(a)+len(b))
}
