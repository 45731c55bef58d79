package zlib

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"testing"
)

// deflateIn encodes src in steps of at most in and out bytes, flushing now and then.
func deflateIn(t *testing.T, z *Deflater, src []byte, in, out int) []byte {
	t.Helper()
	var dst []byte
	buf := make([]byte, out)
	run := func(p []byte, f Flush) Status {
		for {
			nin, nout, st := z.Deflate(buf, p, f)
			p = p[nin:]
			dst = append(dst, buf[:nout]...)
			if st == StreamEnd || nout < out && len(p) == 0 {
				return st
			}
			if st == Misuse {
				t.Fatal("misuse")
			}
		}
	}
	for k := 0; len(src) > 0; k++ {
		n := min(in, len(src))
		run(src[:n], NoFlush)
		src = src[n:]
		switch k % 7 {
		case 3:
			run(nil, SyncFlush)
		case 5:
			run(nil, FullFlush)
		}
	}
	if st := run(nil, Finish); st != StreamEnd {
		t.Fatalf("status %d at the end", st)
	}
	return dst
}

func TestDeflate(t *testing.T) {
	for name, data := range samples() {
		for _, level := range []int{-1, 0, 1, 3, 5, 9} {
			for _, strategy := range []Strategy{Default, Filtered, HuffmanOnly} {
				for _, step := range [][2]int{{1 << 30, 1 << 20}, {5000, 100}, {1 << 30, 33}} {
					z, err := NewDeflater(level, strategy, true)
					if err != nil {
						t.Fatal(err)
					}
					for range 2 { // the second time after Reset
						out := deflateIn(t, z, data, step[0], step[1])
						got, err := io.ReadAll(flate.NewReader(bytes.NewReader(out)))
						if err != nil || !bytes.Equal(got, data) {
							t.Fatalf("%s level %d strategy %d steps %v: %v", name, level, strategy, step, err)
						}
						z.Reset()
					}
				}
			}
		}
	}
}

// The output is that of zlib 1.2.13, byte by byte: checksums of what it wrote.
func TestDeflateSameAsZlib(t *testing.T) {
	for _, c := range []struct {
		sample   string
		level    int
		strategy Strategy
		in       int
		want     string
	}{
		{"run", 1, Default, 1 << 30, "460 98501454"},
		{"run", 4, Default, 1 << 30, "120 b6d851fe"},
		{"run", 6, Default, 1 << 30, "120 ed1ecede"},
		{"run", 9, Default, 1 << 30, "120 3323d3af"},
		{"text", 1, Default, 1 << 30, "71649 3666e970"},
		{"text", 4, Default, 1 << 30, "59681 846ec6a4"},
		{"text", 6, Default, 1 << 30, "50707 b170c3e3"},
		{"text", 9, Default, 1 << 30, "47867 2fde7737"},
		{"skewed", 1, Default, 1 << 30, "60329 7ed3915b"},
		{"skewed", 4, Default, 1 << 30, "58607 f4dc533b"},
		{"skewed", 6, Default, 1 << 30, "58251 285a0f91"},
		{"skewed", 9, Default, 1 << 30, "58251 7a68c216"},
		{"far", 1, Default, 1 << 30, "98139 7b89c000"},
		{"far", 4, Default, 1 << 30, "98139 063ef1b2"},
		{"far", 6, Default, 1 << 30, "98139 98f0f36a"},
		{"far", 9, Default, 1 << 30, "98139 d318618e"},
		{"text", 6, Filtered, 300, "85140 bdaf020d"},
		{"text", 6, HuffmanOnly, 5000, "166776 2180ebce"},
		{"skewed", 2, Default, 5000, "60240 4891d996"},
		{"random", 9, Default, 5000, "70061 382df692"},
	} {
		z, _ := NewDeflater(c.level, c.strategy, false)
		out := deflateIn(t, z, samples()[c.sample], c.in, 1<<20)
		if got := fmt.Sprintf("%d %08x", len(out), crc32.ChecksumIEEE(out)); got != c.want {
			t.Errorf("%s level %d strategy %d step %d: %s, want %s", c.sample, c.level, c.strategy, c.in, got, c.want)
		}
	}
}

func TestSyncFlushMark(t *testing.T) {
	z, _ := NewDeflater(6, Default, true)
	buf := make([]byte, 100)
	_, n, _ := z.Deflate(buf, []byte("hello"), SyncFlush)
	if !bytes.HasSuffix(buf[:n], []byte{0, 0, 0xff, 0xff}) {
		t.Errorf("% x", buf[:n])
	}
	if _, n, st := z.Deflate(buf, nil, SyncFlush); n != 0 || st != BufError {
		t.Errorf("second flush: %d bytes, status %d", n, st)
	}
}

func TestSetParams(t *testing.T) {
	data := samples()["text"]
	z, _ := NewDeflater(9, Default, true)
	buf := make([]byte, 1<<20)
	var out []byte
	rest := data
	for i, level := range []int{0, 1, 6, 0, 9} {
		p := rest[:len(data)/5]
		rest = rest[len(p):]
		_, n, _ := z.Deflate(buf, p, NoFlush)
		out = append(out, buf[:n]...)
		for {
			_, n, st := z.SetParams(level, Strategy(i%3), buf, nil)
			out = append(out, buf[:n]...)
			if st == OK {
				break
			}
		}
	}
	_, n, st := z.Deflate(buf, rest, Finish)
	out = append(out, buf[:n]...)
	got, err := io.ReadAll(flate.NewReader(bytes.NewReader(out)))
	if st != StreamEnd || err != nil || !bytes.Equal(got, data) {
		t.Fatalf("status %d, %v, %d bytes of %d", st, err, len(got), len(data))
	}
}

func TestDeflateDictionary(t *testing.T) {
	dict, data := samples()["text"][:5000], samples()["text"][5000:9000]
	for _, raw := range []bool{false, true} {
		d, _ := NewDeflater(6, Default, raw)
		if st := d.SetDictionary(dict); st != OK {
			t.Fatal(st)
		}
		out := deflateIn(t, d, data, 1<<30, 1<<16)
		z := NewInflater(raw)
		buf := make([]byte, 5000)
		n := 0
		if raw {
			z.SetDictionary(dict)
		} else {
			var st Status
			if n, _, st = z.Inflate(buf, out); st != NeedDict {
				t.Fatalf("status %d", st)
			}
			z.SetDictionary(dict)
		}
		_, m, st := z.Inflate(buf, out[n:])
		if st != StreamEnd || !bytes.Equal(buf[:m], data) {
			t.Errorf("raw %v: status %d", raw, st)
		}
	}
}

func BenchmarkDeflate(b *testing.B) {
	data := samples()["text"]
	z, _ := NewDeflater(6, Default, true)
	buf := make([]byte, 1<<20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		z.Reset()
		z.Deflate(buf, data, Finish)
	}
}
