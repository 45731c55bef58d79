package lang

import "gojvm/vm"

func throwableNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/lang/Throwable.fillInStackTrace(I)Ljava/lang/Throwable;": fillInStackTrace,
	}
}

// fillInStackTrace is Throwable.fillInStackTrace; the argument is of no use.
func fillInStackTrace(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if err := t.FillInStackTrace(a.Handle(t, 0)); err != nil {
		return 0, err
	}
	return vm.RefValue(a.Ref(0)), nil
}
