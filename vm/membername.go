package vm

// The native part of java.lang.invoke.MemberName. Its clazz, name, type and
// flags are Java fields; method refers to a ResolvedMethodName. The injected
// fields are
//
//	MemberName.vmindex            vtable index (invokeVirtual), itable index
//	                              (invokeInterface, with clazz the interface),
//	                              MemberNonvirtual for other methods; for a field
//	                              the offset as Unsafe takes it
//	ResolvedMethodName.vmtarget   address of the method block
//	ResolvedMethodName.vmholder   the Class, which keeps the block alive
const MemberNonvirtual = -2

// MemberMethod returns the method to which the MemberName mn was resolved, nil
// if it was not.
func (vm *VM) MemberMethod(mn Ref) *Method {
	rmn := Object(mn).Ref(vm.Known.MemberNameMethod.Offset)
	if rmn == 0 {
		return nil
	}
	block := uintptr(Object(rmn).Long(vm.Known.ResolvedNameTarget.Offset))
	if block == 0 {
		return nil
	}
	return vm.MethodOf(block)
}

// MemberIndex returns the vmindex of the MemberName mn.
func (vm *VM) MemberIndex(mn Ref) int64 { return Object(mn).Long(vm.Known.MemberNameIndex.Offset) }

// SetMemberMethod resolves the MemberName h to m. It may collect.
func (t *Thread) SetMemberMethod(h Handle, m *Method, index int64) error {
	k := &t.VM.Known
	rmn, err := t.NewObject(k.ResolvedName)
	if err != nil {
		return err
	}
	Object(rmn).SetLong(k.ResolvedNameTarget.Offset, int64(m.Block))
	t.VM.SetRef(rmn, k.ResolvedNameHolder.Offset, m.Holder.Mirror)
	t.VM.SetRef(h.Ref(), k.MemberNameMethod.Offset, rmn)
	h.Object().SetLong(k.MemberNameIndex.Offset, index)
	return nil
}
