package instrument

import (
	"strings"

	"gojvm/vm"
)

// setNativeMethodPrefixes keeps the prefixes that an agent's transformers give to the
// native methods that they wrap; arguments: Instrumentation, agent, String[] with nulls, whether
// they are for the transformers that are asked again.
func setNativeMethodPrefixes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	agent := agentOf(t, a)
	env := agent.once
	if a.Int(3) != 0 {
		env = agent.retransforms(t.VM)
	}
	var list []string
	for i := range vm.ArrayLen(a.Ref(2)) {
		if s := vm.RefElem(a.Ref(2), int(i)); s != 0 {
			list = append(list, t.VM.RawString(s))
		}
	}
	env.prefixes.Store(&list)
	t.VM.RenameNatives(func(m *vm.Method) string { return unprefixed(agentsOf(t.VM), m) })
	return 0, nil
}

// unprefixed returns the name under which the native method m is to be looked for when there
// is none of its own: without the prefixes of the agents, those of the last in the order
// outermost, if its class has a method of that name that is not native and wraps it
// (Instrumentation.setNativeMethodPrefix).
func unprefixed(s *agents, m *vm.Method) string {
	name := m.Name
	envs := s.environments()
	for i := len(envs) - 1; i >= 0; i-- {
		list := envs[i].prefixes.Load()
		if list == nil {
			continue
		}
		for j := len(*list) - 1; j >= 0; j-- {
			if rest, ok := strings.CutPrefix(name, (*list)[j]); ok && rest != "" {
				name = rest
			}
		}
	}
	if w := m.Holder.DeclaredMethod(name, m.Desc); name == m.Name || w == nil || w.IsNative() {
		return m.Name
	}
	return name
}
