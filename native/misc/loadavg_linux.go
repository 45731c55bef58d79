package misc

import (
	"os"
	"strconv"
	"strings"
)

// loadAverage returns the load averages of 1, 5 and 15 minutes, fewer when the
// system does not tell them.
func loadAverage() []float64 {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return nil
	}
	var out []float64
	for _, f := range strings.Fields(string(b)) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || len(out) == 3 {
			break
		}
		out = append(out, v)
	}
	return out
}
