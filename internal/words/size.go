package words

import "strings"

// Size parses a number of bytes: digits, decimal or after 0x, and a unit k, m, g or t, in either case.
func Size(s string) (uint64, bool) {
	base := uint64(10)
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s, base = s[2:], 16
	}
	n, i := uint64(0), 0
	for ; i < len(s); i++ {
		d, ok := digit(s[i])
		if !ok || d >= base {
			break
		}
		if n > (1<<64-1-d)/base {
			return 0, false
		}
		n = n*base + d
	}
	if i == 0 {
		return 0, false
	}
	shift := 0
	switch unit := s[i:]; strings.ToLower(unit) {
	case "":
	case "k":
		shift = 10
	case "m":
		shift = 20
	case "g":
		shift = 30
	case "t":
		shift = 40
	default:
		return 0, false
	}
	return n << shift, n<<shift>>shift == n
}

// digit returns the value of a hexadecimal digit.
func digit(c byte) (uint64, bool) {
	switch {
	case '0' <= c && c <= '9':
		return uint64(c - '0'), true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return uint64(c|0x20-'a') + 10, true
	}
	return 0, false
}
