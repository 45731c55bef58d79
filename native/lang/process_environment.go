package lang

import (
	"os"
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func processEnvironmentNatives() vm.NativeTable {
	return vm.NativeTable{"java/lang/ProcessEnvironment.environ()[[B": environ}
}

// environ returns the environment as name, value, name, value, ...
func environ(t *vm.Thread, a vm.Args) (vm.Value, error) {
	env := t.VM.Config.Env
	if env == nil {
		env = os.Environ()
	}
	var parts []string
	for _, e := range env {
		// A name may begin with =.
		if i := strings.IndexByte(e[min(1, len(e)):], '=') + 1; i > 0 {
			parts = append(parts, e[:i], e[i+1:])
		}
	}
	bytes, err := t.VM.Linker.ArrayClass(t, t.VM.Primitives[vm.KindByte])
	if err != nil {
		return 0, err
	}
	return objectArray(t, bytes, len(parts), func(i int) (vm.Ref, error) {
		return nat.BytesOrNull(t, []byte(parts[i]))
	})
}
