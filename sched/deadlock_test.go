package sched

import (
	"slices"
	"testing"
)

func TestDeadlocks(t *testing.T) {
	// want gives, for each thread 0..n-1, the object or thread it waits for;
	// thread i owns object i.
	tests := []struct {
		name   string
		enter  []int // object that thread i wants, -1 none
		parked []int // thread that parked thread i waits for, -1 none
		want   [][]int
	}{
		{"none", []int{1, -1}, nil, nil},
		{"two", []int{1, 0}, nil, [][]int{{0, 1}}},
		{"chain to a cycle", []int{1, 2, 3, 2}, nil, [][]int{{2, 3}}},
		{"three, backwards", []int{2, 0, 1}, nil, [][]int{{0, 2, 1}}},
		{"two cycles", []int{1, 0, 3, 2}, nil, [][]int{{0, 1}, {2, 3}}},
		{"monitor and park", []int{1, -1}, []int{-1, 0}, [][]int{{0, 1}}},
		{"park only", []int{-1, -1, -1}, []int{1, 2, 1}, [][]int{{1, 2}}},
		{"oneself", []int{-1}, []int{0}, [][]int{{0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := len(tt.enter)
			f := newFixture(t, n)
			threads := make([]*Thread, n)
			for i := range threads {
				threads[i], _ = f.NewThread(Options{})
			}
			owned := make(chan bool, n)
			start := make(chan struct{})
			for i, th := range threads {
				th.Start(func() {
					th.enterObj(f.objects[i])
					owned <- true
					th.Blocked(func() { <-start })
					// The detection sees the state; a real deadlock could not be
					// taken apart at the end, hence a copy of enter's first half.
					if o := tt.enter[i]; o >= 0 {
						m := f.monitors.inflate(th, &f.objects[o].word, f.objects[o].name)
						th.blockedOn.Store(m)
					}
					th.Park(NoTimeout)
					th.blockedOn.Store(nil)
					th.exitObj(f.objects[i])
				})
			}
			for range threads {
				<-owned
			}
			close(start)
			eventually(t, "all blocked", func() bool {
				for _, th := range threads {
					if th.Status() != Parked {
						return false
					}
				}
				return true
			})
			var parkedFor func(*Thread) *Thread
			if tt.parked != nil {
				parkedFor = func(th *Thread) *Thread {
					if p := tt.parked[slices.Index(threads, th)]; p >= 0 {
						return threads[p]
					}
					return nil
				}
			}
			f.StopTheWorld()
			var got [][]int
			for _, c := range f.Deadlocks(parkedFor) {
				var ids []int
				for _, th := range c {
					ids = append(ids, slices.Index(threads, th))
				}
				got = append(got, ids)
			}
			f.StartTheWorld()
			if !slices.EqualFunc(got, tt.want, slices.Equal) {
				t.Errorf("deadlocks %v, want %v", got, tt.want)
			}
			for _, th := range threads {
				th.Unpark()
			}
			eventually(t, "end", func() bool { return f.Counts().Live == 0 })
		})
	}
}
