package vm

// LongToFloat converts as JLS 5.1.2 has it, rounding once. Go's own conversion rounds wrongly
// on 386 (Go 1.26), so this one goes by way of a double: a number of more than 53 bits has a
// one or-ed into its 12th bit for what that drops, which is far below the last bit of a
// float.
func LongToFloat(x int64) float32 {
	if h := x >> 53; h != 0 && h != -1 && x&0x7ff != 0 {
		x = x&^0x7ff | 0x800
	}
	return float32(float64(x))
}
