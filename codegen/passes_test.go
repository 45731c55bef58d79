package codegen

import "testing"

// TestPassOrder holds the list of passes against its own constraints.
func TestPassOrder(t *testing.T) {
	at := map[string]int{}
	for i, p := range Passes {
		if _, dup := at[p.Name]; dup {
			t.Errorf("pass %s is there twice", p.Name)
		}
		at[p.Name] = i
	}
	for i, p := range Passes {
		for _, a := range p.After {
			if j, ok := at[a]; !ok || j >= i {
				t.Errorf("pass %s must run after %s: %s", p.Name, a, p.Why)
			}
		}
	}
}
