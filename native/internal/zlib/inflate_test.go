package zlib

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// samples are inputs of different kinds.
func samples() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	random := make([]byte, 70000)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	words := strings.Fields("the quick brown fox jumps over the lazy dog while seven wizards juggle quartz boxes again and again")
	var text strings.Builder
	for text.Len() < 300000 {
		text.WriteString(words[r.IntN(len(words))])
		text.WriteByte(" \n"[r.IntN(20)/19])
	}
	skewed := make([]byte, 100000) // long Huffman codes
	for i := range skewed {
		skewed[i] = byte(min(255, int(r.ExpFloat64()*6)))
	}
	far := bytes.Repeat(append(bytes.Clone(random[:32700]), "x"...), 3) // matches near the window's size
	return map[string][]byte{
		"empty": {}, "one": {'a'}, "run": bytes.Repeat([]byte{'z'}, 100000), "random": random,
		"text": []byte(text.String()), "skewed": skewed, "far": far,
	}
}

func compress(t *testing.T, data []byte, level int, raw bool) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	if raw {
		w, err = flate.NewWriter(&out, level)
	} else {
		w, err = zlib.NewWriterLevel(&out, level)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	w.Close()
	return out.Bytes()
}

// inflateIn decodes src in steps of at most in and out bytes.
func inflateIn(z *Inflater, src []byte, in, out int) (dst []byte, used int, st Status) {
	buf := make([]byte, out)
	for {
		n := min(in, len(src)-used)
		nin, nout, st := z.Inflate(buf, src[used:used+n])
		used += nin
		dst = append(dst, buf[:nout]...)
		if st != OK && !(st == BufError && used < len(src)) {
			return dst, used, st
		}
	}
}

func TestInflate(t *testing.T) {
	for name, data := range samples() {
		for _, raw := range []bool{false, true} {
			for _, level := range []int{0, 1, 6, -2} { // -2: Huffman codes only
				src := compress(t, data, level, raw)
				trailer := append(bytes.Clone(src), "trailer of another format"...)
				for _, step := range [][2]int{{1, 1}, {1, 1000}, {7, 300}, {512, 512}, {1 << 30, 1 << 19}, {13, 1 << 19}, {1 << 30, 259}} {
					if step[0]*step[1] == 1 && len(data) > 80000 {
						continue // slow
					}
					z := NewInflater(raw)
					got, used, st := inflateIn(z, trailer, step[0], step[1])
					if st != StreamEnd || used != len(src) || !bytes.Equal(got, data) {
						t.Fatalf("%s level %d raw %v steps %v: status %d, %d of %d bytes used, %d of %d out, equal %v",
							name, level, raw, step, st, used, len(src), len(got), len(data), bytes.Equal(got, data))
					}
					if !raw && z.Adler() != Adler32(1, data) {
						t.Errorf("%s: Adler = %#x", name, z.Adler())
					}
				}
			}
		}
	}
}

func TestInflateErrors(t *testing.T) {
	good := compress(t, []byte("hello hello hello hello"), 6, false)
	flip := bytes.Clone(good)
	flip[len(flip)-1] ^= 1
	for _, c := range []struct {
		raw  bool
		src  []byte
		want string
	}{
		{false, []byte("xx"), "incorrect header check"},
		{false, []byte{0x79, 0x18}, "unknown compression method"},
		{false, []byte{0x88, 0x1c}, "invalid window size"},
		{false, flip, "incorrect data check"},
		{true, []byte{7}, "invalid block type"},
		{true, []byte{1, 5, 0, 5, 0}, "invalid stored block lengths"},
		{true, []byte{0xfd, 0xff, 0xff}, "too many length or distance symbols"},
		{true, []byte{0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}, "invalid code -- missing end-of-block"},
		{true, append([]byte{0x05, 0xe0}, bytes.Repeat([]byte{0xff}, 10)...), "invalid code lengths set"},
		{true, []byte{0x03 | 0x00, 0x02, 0x00, 0x00}, "invalid distance too far back"},
	} {
		z := NewInflater(c.raw)
		buf := make([]byte, 100)
		_, _, st := z.Inflate(buf, c.src)
		if st != DataError || z.Msg() != c.want {
			t.Errorf("% x: status %d, %q, want %q", c.src, st, z.Msg(), c.want)
		}
	}
}

// The stream may be cut anywhere: no error, no end.
func TestInflateTruncated(t *testing.T) {
	src := compress(t, samples()["skewed"][:3000], 6, false)
	buf := make([]byte, 4000)
	for n := range src {
		z := NewInflater(false)
		nin, _, st := z.Inflate(buf, src[:n])
		if nin != n || st != OK && !(n == 0 && st == BufError) {
			t.Fatalf("%d bytes: used %d, status %d", n, nin, st)
		}
	}
}

func TestInflateDictionary(t *testing.T) {
	dict, data := []byte("a dictionary of words"), []byte("words of a dictionary")
	var out bytes.Buffer
	w, _ := zlib.NewWriterLevelDict(&out, 9, dict)
	w.Write(data)
	w.Close()
	z := NewInflater(false)
	buf := make([]byte, 100)
	nin, _, st := z.Inflate(buf, out.Bytes())
	if st != NeedDict || z.Adler() != Adler32(1, dict) {
		t.Fatalf("status %d, adler %#x", st, z.Adler())
	}
	if st := z.SetDictionary([]byte("another")); st != DataError {
		t.Fatalf("wrong dictionary: status %d", st)
	}
	if st := z.SetDictionary(dict); st != OK {
		t.Fatalf("status %d", st)
	}
	_, nout, st := z.Inflate(buf, out.Bytes()[nin:])
	if st != StreamEnd || !bytes.Equal(buf[:nout], data) {
		t.Fatalf("status %d, %q", st, buf[:nout])
	}
	if st := NewInflater(false).SetDictionary(dict); st != Misuse {
		t.Errorf("dictionary not asked for: status %d", st)
	}
}

// Random input must not crash, and must agree with compress/flate on what is valid.
func FuzzInflate(f *testing.F) {
	for _, d := range samples() {
		var out bytes.Buffer
		w, _ := flate.NewWriter(&out, 6)
		w.Write(d[:min(len(d), 500)])
		w.Close()
		f.Add(out.Bytes())
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		r := bytes.NewReader(src)
		want, err := io.ReadAll(io.LimitReader(flate.NewReader(r), 1<<20))
		got, used, st := inflateIn(NewInflater(true), src, 1<<30, 4096)
		if len(got) > 1<<20 || len(want) == 1<<20 {
			return
		}
		if (err == nil) != (st == StreamEnd) {
			t.Fatalf("flate: %v, status %d", err, st)
		}
		if err == nil && (!bytes.Equal(got, want) || used != len(src)-r.Len()) {
			t.Fatal("output or length differs")
		}
	})
}

func BenchmarkInflate(b *testing.B) {
	data := samples()["text"]
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, 6)
	w.Write(data)
	w.Close()
	for _, size := range []int{512, 8192, 1 << 20} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			z := NewInflater(true)
			buf := make([]byte, size)
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				z.Reset()
				src := out.Bytes()
				for {
					n, _, st := z.Inflate(buf, src)
					src = src[n:]
					if st == StreamEnd {
						break
					}
				}
			}
		})
	}
}
