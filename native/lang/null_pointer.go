package lang

import (
	"gojvm/native/internal/nat"
	"gojvm/native/internal/nullmessage"
	"gojvm/vm"
)

func nullPointerNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/lang/NullPointerException.getExtendedNPEMessage()Ljava/lang/String;": extendedMessage,
	}
}

// extendedMessage is the helpful message of JEP 358; null when there is none.
func extendedMessage(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if t.VM.Config.TerseNullPointers {
		return 0, nil
	}
	points := t.VM.BacktraceOf(a.Ref(0))
	if len(points) == 0 || points[0].Forgotten || points[0].Method.IsNative() || t.VM.TopFrameHidden(a.Ref(0)) {
		return 0, nil
	}
	msg := nullmessage.Of(points[0].Method, points[0].BCI)
	if msg == "" {
		return 0, nil
	}
	return nat.Ref(t.NewStringRaw(msg))
}
