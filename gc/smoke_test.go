package gc

import "testing"

type nopWorld struct{}

func (nopWorld) StopTheWorld()  {}
func (nopWorld) StartTheWorld() {}

type nopBinding struct{ NoWeak }

func (nopBinding) RootUnits(bool) []func(*Tracer) { return nil }

func TestSmoke(t *testing.T) {
	h, err := New(Config{MaxHeap: 64 << 20, Plan: NoGC, Binding: nopBinding{}, World: nopWorld{}})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	var tlab TLAB
	m := h.NewMutator(&tlab, nil)
	n := 0
	for h.Alloc(m, 64) != 0 {
		n++
	}
	if n < 60<<20/64 {
		t.Error(n)
	}
	t.Logf("%+v", h.Stats())
}
