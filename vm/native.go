package vm

import "gojvm/mem"

// NativeFunc is a native method in Go. Arguments are read through a at any
// time: they lie in the frame and the collector updates them. The result is a
// Value of the method's return type. When it returns an error, that is
// ErrThrown and the exception is pending in t.
//
// The function runs in the managed state: it must not block, compute for long
// without t.Poll, or touch memory of the heap after t.EnterBlocked. Raw Refs
// are good until the next call that may collect: allocation, Invoke, blocking,
// class loading, Throw.
type NativeFunc func(t *Thread, a Args) (Value, error)

// Args are the arguments of a native method, one slot each whatever the type;
// for an instance method slot 0 is the receiver.
type Args struct{ fp uintptr }

// ArgsAt returns the arguments at the registers of a native frame.
func ArgsAt(fp uintptr) Args { return Args{fp} }

func (a Args) Value(i int) Value    { return Value(mem.Load64(a.fp + uintptr(i)*8)) }
func (a Args) Ref(i int) Ref        { return Ref(a.word(i)) }
func (a Args) Object(i int) Object  { return Object(a.word(i)) }
func (a Args) Int(i int) int32      { return int32(a.word(i)) }
func (a Args) Long(i int) int64     { return a.Value(i).Long() }
func (a Args) Bool(i int) bool      { return a.Value(i).Bool() }
func (a Args) Float(i int) float32  { return a.Value(i).Float() }
func (a Args) Double(i int) float64 { return a.Value(i).Double() }

// word returns the lower half of argument i. Where compiled code has stored no more just before, a
// load of both halves would wait for the store.
func (a Args) word(i int) uint32 { return mem.Load32(a.fp + uintptr(i)*8) }

// SetRef changes a reference argument in place, to keep an object alive and up
// to date without a handle.
func (a Args) SetRef(i int, r Ref) { mem.Store64(a.fp+uintptr(i)*8, uint64(r)) }

// Handle makes a handle for reference argument i.
func (a Args) Handle(t *Thread, i int) Handle { return t.NewHandle(a.Ref(i)) }

// NativeTable maps "java/lang/Object.hashCode()I" to functions; packages under
// native each make one.
type NativeTable map[string]NativeFunc

// RenameNatives has name asked for the name under which a native method is to be looked
// for when there is none of its own; it may be the same. There is one such function.
func (vm *VM) RenameNatives(name func(*Method) string) { vm.nativeName.Store(&name) }

// NativeName returns the other name under which the native method m may be found.
func (vm *VM) NativeName(m *Method) string {
	if f := vm.nativeName.Load(); f != nil {
		return (*f)(m)
	}
	return m.Name
}
