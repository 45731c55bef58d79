package mem

import (
	"syscall"
	"testing"
)

// Low memory is found also when no file can be opened.
func TestReserveLowWithoutDescriptors(t *testing.T) {
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 0, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before)
	for _, place := range []Place{Bottom, Top} {
		r, err := ReserveLow(3<<20, 1<<16, place)
		if err != nil {
			t.Fatalf("%v: %v", place, err)
		}
		if r.Base%(1<<16) != 0 || uint64(r.Base)+uint64(r.Size) > 1<<32-1 {
			t.Errorf("%v: [%#x, +%#x)", place, r.Base, r.Size)
		}
		Store64(r.Base+r.Size-8, 1)
		r.Release()
	}
}
