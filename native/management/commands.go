package management

import (
	"strings"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func commandNatives() vm.NativeTable {
	const c = "com/sun/management/internal/DiagnosticCommandImpl."
	return vm.NativeTable{
		c + "getDiagnosticCommands()[Ljava/lang/String;":                                                        commandNames,
		c + "getDiagnosticCommandInfo([Ljava/lang/String;)[Lcom/sun/management/internal/DiagnosticCommandInfo;": commandInfos,
		c + "executeDiagnosticCommand(Ljava/lang/String;)Ljava/lang/String;":                                    execute,
		c + "setNotificationEnabled(Z)V":                                                                        nat.Nothing, // the set of commands never changes
	}
}

// command is a diagnostic command, as jcmd and the DiagnosticCommand bean know it.
type command struct {
	name, description, impact string
	permission                permission
	arguments                 []argument
	run                       func(t *vm.Thread, args map[string]string) (string, error)
}

// permission is the java.security.Permission that a caller needs.
type permission struct{ class, name, action string }

// argument is a parameter: by position, or an option "key" or "key=value".
type argument struct {
	name, description, kind, byDefault string
	option                             bool
}

func findCommand(name string) *command {
	list := commands()
	for i := range list {
		if list[i].name == name {
			return &list[i]
		}
	}
	return nil
}

func commandNames(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return nat.Ref(nat.StringArray(t, names))
}

// commandMembers is how a command is described to the library.
type commandMembers struct {
	Info         *vm.Class  `java:"com/sun/management/internal/DiagnosticCommandInfo"`
	Init         *vm.Method `java:"com/sun/management/internal/DiagnosticCommandInfo.<init>(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;ZLjava/util/List;)V"`
	Argument     *vm.Class  `java:"com/sun/management/internal/DiagnosticCommandArgumentInfo"`
	InitArgument *vm.Method `java:"com/sun/management/internal/DiagnosticCommandArgumentInfo.<init>(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;ZZZI)V"`
	AsList       *vm.Method `java:"java/util/Arrays.asList([Ljava/lang/Object;)Ljava/util/List;"`
}

// commandInfos describes the commands whose names are in array 1.
func commandInfos(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	k, err := vm.Bound[commandMembers](t)
	if err != nil {
		return 0, err
	}
	n := vm.ArrayLen(a.Ref(1))
	r, err := t.NewRefArray(k.Info, n)
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i := range n {
		s := vm.RefElem(a.Ref(1), i)
		if s == 0 {
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "Command name cannot be null."))
		}
		c := findCommand(t.VM.GoString(s))
		if c == nil {
			return nat.Err(t.Throw("java/lang/IllegalArgumentException", "Unknown diagnostic command"))
		}
		r, err := c.info(t, k)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, r)
	}
	return vm.RefValue(arr.Ref()), nil
}

// strs makes Strings, null for empty ones.
func strs(t *vm.Thread, texts ...string) ([]vm.Handle, error) {
	out := make([]vm.Handle, len(texts))
	for i, s := range texts {
		if s == "" {
			continue
		}
		r, err := t.NewString(s)
		if err != nil {
			return nil, err
		}
		out[i] = t.NewHandle(r)
	}
	return out, nil
}

// info makes the DiagnosticCommandInfo of c.
func (c *command) info(t *vm.Thread, k *commandMembers) (vm.Ref, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	r, err := t.NewRefArray(k.Argument, len(c.arguments))
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	position := int32(0)
	for i, x := range c.arguments {
		s, err := strs(t, x.name, x.description, x.kind, x.byDefault)
		if err != nil {
			return 0, err
		}
		r, err := t.NewObject(k.Argument)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, r)
		at := int32(-1)
		if !x.option {
			at = position
			position++
		}
		if _, err := t.Invoke(k.InitArgument, vm.RefValue(r), vm.RefValue(s[0].Ref()), vm.RefValue(s[1].Ref()), vm.RefValue(s[2].Ref()),
			vm.RefValue(s[3].Ref()), vm.BoolValue(false), vm.BoolValue(x.option), vm.BoolValue(false), vm.IntValue(at)); err != nil {
			return 0, err
		}
	}
	list, err := t.Invoke(k.AsList, vm.RefValue(arr.Ref()))
	if err != nil {
		return 0, err
	}
	arr.Set(list.Ref())
	s, err := strs(t, c.name, c.description, c.impact, c.permission.class, c.permission.name, c.permission.action)
	if err != nil {
		return 0, err
	}
	if r, err = t.NewObject(k.Info); err != nil {
		return 0, err
	}
	h := t.NewHandle(r)
	args := []vm.Value{vm.RefValue(h.Ref())}
	for _, x := range s {
		args = append(args, vm.RefValue(x.Ref()))
	}
	if _, err := t.Invoke(k.Init, append(args, vm.BoolValue(true), vm.RefValue(arr.Ref()))...); err != nil {
		return 0, err
	}
	return h.Ref(), nil
}

// execute runs command line 1 and returns what it prints.
func execute(t *vm.Thread, a vm.Args) (vm.Value, error) {
	line, ok := nat.String(t, a, 1)
	if !ok {
		return nat.Err(t.Throw("java/lang/NullPointerException", "Command line cannot be null."))
	}
	words := splitCommand(line)
	if len(words) == 0 {
		return nat.Ref(t.NewString(""))
	}
	c := findCommand(words[0])
	if c == nil {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", "Unknown diagnostic command"))
	}
	args, err := c.parse(t, words[1:])
	if err != nil {
		return 0, err
	}
	text, err := c.run(t, args)
	if err != nil {
		return 0, err
	}
	return nat.Ref(t.NewString(text))
}

// parse assigns words to the arguments of c, by name.
func (c *command) parse(t *vm.Thread, words []string) (map[string]string, error) {
	args := map[string]string{}
	var positional []argument
	for _, x := range c.arguments {
		args[x.name] = x.byDefault
		if !x.option {
			positional = append(positional, x)
		}
	}
next:
	for _, w := range words {
		key, value, has := strings.Cut(w, "=")
		for _, x := range c.arguments {
			if x.option && x.name == key {
				if !has {
					value = "true"
				}
				args[key] = value
				continue next
			}
		}
		if len(positional) == 0 {
			return nil, t.Throwf("java/lang/IllegalArgumentException", "Unknown argument '%s' in diagnostic command.", w)
		}
		args[positional[0].name] = w
		positional = positional[1:]
	}
	return args, nil
}

// splitCommand splits a line at blanks, except in quotes.
func splitCommand(line string) []string {
	var words []string
	word, in := strings.Builder{}, false
	quote := byte(0)
	for i := 0; i < len(line); i++ {
		switch b := line[i]; {
		case quote != 0 && b == quote:
			quote = 0
		case quote == 0 && (b == '"' || b == '\''):
			quote, in = b, true
		case quote == 0 && (b == ' ' || b == '\t' || b == '\n'):
			if in {
				words = append(words, word.String())
				word.Reset()
				in = false
			}
		default:
			word.WriteByte(b)
			in = true
		}
	}
	if in {
		words = append(words, word.String())
	}
	return words
}
