// Package sched runs the threads of a virtual machine on goroutines: it
// creates and lists them, stops and starts the world for a collector, parks
// and wakes them, and gives every object a monitor. It is substrate: it knows
// nothing of Java, of object layouts (but for one header word), or of the
// collector; it imports only mem.
//
// # Threads and safepoints
//
// A thread is in one of two modes. In managed mode it may touch the heap, and
// the world can only stop when the thread polls. In blocked mode it promises
// not to touch the heap; the world need not wait for it, and leaving the mode
// waits while the world is stopped. Both live in one state word:
//
//	 bit 2   bit 1           bit 0
//	┌──────┬───────────────┬─────────┐   managed -> blocked   CAS(managed, 0)
//	│ dead │ stop requested│ managed │   blocked -> managed   CAS(0, managed)
//	└──────┴───────────────┴─────────┘
//
// Who stops the world sets bit 1 of every thread. Either the compare-and-swap
// of a transition then fails and the thread takes the slow path, or the
// stopper saw the mode it ended in; there is no third outcome, so that a
// transition costs one CAS and no fence or flag besides.
//
// Every thread has a poll word, which the client may place outside the Go heap
// where interpreted and compiled code can test it. It is a hint, never a
// truth: a requester first sets its request, then the word; Poll first clears
// the word, then looks at the requests.
//
// # Monitors
//
// The lock of an object is thin as long as nobody contends: owner and
// recursion count lie in the header word (header.go draws it). Contention,
// waiting, an identity hash, or too deep recursion inflate it to a Monitor,
// found by its index. See Bacon et al., "Thin Locks" (PLDI 1998); contrary to
// that paper a contender does not spin until the owner lets go: it installs a
// Monitor that already names the thin owner, which the owner notices since its
// release is a compare-and-swap too. Deflation happens only while the world is
// stopped, therefore a managed thread may go from a header word to its Monitor
// without further precaution.
//
// # Invariants
//
//   - No address of an object or of a header word is used after a point that
//     can block: there objects move. What blocks, blocks on a *Monitor.
//   - A thread waits for at most one thing at a time, so that the queue node,
//     the wake-up channel and the timer are fields of the Thread.
//   - A wake-up is an event bit first and a channel token second. Waiters look
//     at the bits, then sleep, then look again; stale tokens cost one turn.
//   - Package-internal mutexes are held for short stretches in which no thread
//     polls, blocks or calls the client.
package sched
