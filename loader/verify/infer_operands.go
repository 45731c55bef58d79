package verify

import (
	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// ldcClassVersion is the first version whose ldc may push classes.
const ldcClassVersion = 49

// checkOperands checks the operands of instruction i and resolves them (JVMS 4.9.1).
func (v *inferer) checkOperands(i int) {
	in := &v.insts[i]
	switch op := in.Op; op {
	case bytecode.Tableswitch, bytecode.Lookupswitch:
		v.switchOperands(in)
	case bytecode.Ldc, bytecode.LdcW:
		kinds := uint32(1<<classfile.TagInteger | 1<<classfile.TagFloat | 1<<classfile.TagString)
		if v.file.Major >= ldcClassVersion {
			kinds |= 1 << classfile.TagClass
		}
		v.constant(in.Index, kinds)
	case bytecode.Ldc2W:
		v.constant(in.Index, 1<<classfile.TagDouble|1<<classfile.TagLong)
	case bytecode.Getfield, bytecode.Putfield, bytecode.Getstatic, bytecode.Putstatic:
		if !v.constant(in.Index, 1<<classfile.TagFieldref) {
			return
		}
		ref := v.file.CP.Ref(in.Index)
		in.initType = v.classType(ref.ClassIndex)
		in.field = v.names.fromDescriptor(ref.Desc)
		if op == bytecode.Getfield || op == bytecode.Putfield {
			v.setProtected(in, &ref, false)
		}
	case bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokestatic, bytecode.Invokeinterface:
		v.invokeReference(in)
	case bytecode.Invokedynamic:
		v.bad("invokedynamic bytecode is not supported in this class file version")
	case bytecode.Instanceof, bytecode.Checkcast, bytecode.New, bytecode.Anewarray, bytecode.Multianewarray:
		v.classOperand(in)
	case bytecode.Newarray:
		letter := bytecode.ArrayTypeLetter(int(in.Const))
		if letter == 0 {
			v.bad("Bad type passed to newarray")
			return
		}
		in.result = v.names.ref("[" + string(letter))
	default:
		if op.Is(bytecode.Branches) {
			if in.target = v.at(in.Target); in.target < 0 {
				v.bad("Illegal target of jump or branch")
			}
			return
		}
		v.variable(in)
	}
}

// variable checks the number of a local variable.
func (v *inferer) variable(in *instInfo) {
	last := in.Index
	switch generic(in.Op) {
	case bytecode.Lload, bytecode.Dload, bytecode.Lstore, bytecode.Dstore:
		last++
	case bytecode.Iload, bytecode.Fload, bytecode.Aload, bytecode.Istore, bytecode.Fstore, bytecode.Astore,
		bytecode.Iinc, bytecode.Ret:
	default:
		return
	}
	if last >= int(v.checker.code.MaxLocals) {
		v.bad("Illegal local variable number")
	}
}

// constant checks the kind of a constant.
func (v *inferer) constant(index int, kinds uint32) bool {
	if index == 0 || index >= v.file.CP.Len() {
		v.bad("Illegal constant pool index")
	} else if kinds&(1<<v.file.CP.Tag(index)) == 0 {
		v.bad("Illegal type in constant pool")
	}
	return v.err == nil
}

func (v *inferer) switchOperands(in *instInfo) {
	if v.file.Major < strictVersion {
		for pc := in.PC + 1; pc%4 != 0; pc++ {
			if v.code[pc] != 0 {
				v.bad("Non zero padding bytes in switch")
				return
			}
		}
	}
	if !in.Switch.Sorted() {
		v.bad("Unsorted lookup switch")
		return
	}
	n := in.Switch.Len()
	in.successor = make([]int, n+1)
	if in.successor[n] = v.at(in.Target); in.successor[n] < 0 {
		v.bad("Illegal default target in switch")
		return
	}
	for k := range n {
		if in.successor[n-1-k] = v.at(in.Switch.Target(k)); in.successor[n-1-k] < 0 {
			v.bad("Illegal branch in tableswitch")
			return
		}
	}
}

func (v *inferer) invokeReference(in *instInfo) {
	kinds := uint32(1 << classfile.TagMethodref)
	if in.Op == bytecode.Invokeinterface {
		kinds = 1 << classfile.TagInterfaceMethodref
	}
	if !v.constant(in.Index, kinds) {
		return
	}
	ref := v.file.CP.Ref(in.Index)
	_, nat := v.file.CP.RefIndexes(in.Index)
	_, desc := v.file.CP.NameAndTypeIndexes(nat)
	in.sig = v.sigOf(desc)
	in.initType = v.classType(ref.ClassIndex)
	switch {
	case ref.Name == "<init>":
		if in.Op != bytecode.Invokespecial {
			v.bad("Must call initializers using invokespecial")
			return
		}
		in.isInit = true
	case ref.Name[0] == '<':
		v.bad("Illegal call to internal method")
		return
	case in.Op == bytecode.Invokespecial && in.initType != v.this && in.initType != v.super && !v.h.InSupers(ref.Class):
		v.bad("Illegal use of nonvirtual function call")
		return
	}
	switch in.Op {
	case bytecode.Invokeinterface:
		if len(in.sig.args)+1 != int(in.Count) {
			v.bad("Inconsistent args_size for invokeinterface")
		} else if v.code[in.PC+4] != 0 {
			v.bad("Fourth operand byte of invokeinterface must be zero")
		}
	case bytecode.Invokevirtual, bytecode.Invokespecial:
		v.setProtected(in, &ref, true)
	}
}

// setProtected finds out whether the object must be of this class.
func (v *inferer) setProtected(in *instInfo, ref *classfile.Ref, method bool) {
	if !v.h.InSupers(ref.Class) {
		return
	}
	protected, err := v.h.IsProtected(ref.Class, ref.Name, ref.Desc, method)
	if err != nil {
		v.abort(err)
	}
	in.protected = protected
}

func (v *inferer) classOperand(in *instInfo) {
	if !v.constant(in.Index, 1<<classfile.TagClass) {
		return
	}
	name := v.file.CP.Class(in.Index)
	in.result = v.classType(in.Index)
	dims := 0
	for name[dims] == '[' {
		dims++
	}
	switch in.Op {
	case bytecode.Anewarray:
		switch {
		case dims >= 255:
			v.bad("Array with too many dimensions")
		case dims > 0:
			in.result = v.names.ref("[" + name)
		default:
			in.result = v.names.ref("[L" + name + ";")
		}
	case bytecode.New:
		if dims > 0 {
			v.bad("Illegal creation of multi-dimensional array")
			return
		}
		in.initType, in.result = in.result, uninit(in.PC)
	case bytecode.Multianewarray:
		if in.Dims() > dims || in.Dims() == 0 {
			v.bad("Illegal dimension argument")
		}
	}
}
