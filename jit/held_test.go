package jit

import (
	"testing"

	"gojvm/vm"
)

// TestHeldClose: a compilation that waits for a choice which never ends goes on when the VM is
// closed, as it must after a collection that has failed.
func TestHeldClose(t *testing.T) {
	var h held
	h.init()
	h.domains[unit{}] = []*vm.Domain{nil}
	if n := len(h.choose()); n != 1 {
		t.Errorf("%d domains, want 1", n)
	}
	read := make(chan bool)
	go func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		read <- h.await()
	}()
	h.close()
	if <-read {
		t.Error("a profile may be read though the VM ends")
	}
}

// TestHeldChosen: the end of a choice lets profiles be read.
func TestHeldChosen(t *testing.T) {
	var h held
	h.init()
	h.choose()
	read := make(chan bool)
	go func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		read <- h.await()
	}()
	h.chosen()
	if !<-read {
		t.Error("no profile may be read though the choice is over")
	}
}
