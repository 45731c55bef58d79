package management

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"gojvm/gc"
	"gojvm/vm"
)

// commands returns the diagnostic commands, by name: those of HotSpot that have
// a meaning here, with its names and texts.
func commands() []command {
	return []command{
		{name: "GC.class_histogram", description: "Provide statistics about the Java heap usage.",
			impact: "High: Depends on Java heap size and content.", permission: monitor(), run: histogram},
		{name: "GC.heap_info", description: "Provide generic Java heap information.", impact: "Medium", permission: monitor(), run: heapInfo},
		{name: "GC.run", description: "Call java.lang.System.gc().", impact: "Medium: Depends on Java heap size and content.", run: runCollection},
		{name: "GC.run_finalization", description: "Call java.lang.System.runFinalization().", impact: "Medium: Depends on Java content.", run: runFinalization},
		{name: "Thread.print", description: "Print all threads with stacktraces.", impact: "Medium: Depends on the number of threads.",
			permission: monitor(), run: printThreads},
		{name: "VM.command_line", description: "Print the command line used to start this VM instance.", impact: "Low", permission: monitor(), run: commandLine},
		{name: "VM.flags", description: "Print VM flag options and their current values.", impact: "Low", permission: monitor(), run: printFlags,
			arguments: []argument{{name: "-all", description: "Print all flags supported by the VM", kind: "BOOLEAN", byDefault: "false", option: true}}},
		{name: "VM.system_properties", description: "Print system properties.", impact: "Low",
			permission: permission{"java.util.PropertyPermission", "*", "read"}, run: systemProperties},
		{name: "VM.uptime", description: "Print VM uptime.", impact: "Low", run: printUptime,
			arguments: []argument{{name: "-date", description: "Add a prefix with current date", kind: "BOOLEAN", byDefault: "false", option: true}}},
		{name: "VM.version", description: "Print JVM version information.", impact: "Low",
			permission: permission{"java.util.PropertyPermission", "java.vm.version", "read"}, run: printVersion},
		{name: "help", description: "For more information about a specific command use 'help <command>'. With no argument this will show a list of available commands. 'help all' will show help for all commands.",
			impact: "Low", run: help,
			arguments: []argument{
				{name: "command name", description: "The name of the command for which we want help", kind: "STRING"},
				{name: "-all", description: "Show help for all commands", kind: "BOOLEAN", byDefault: "false", option: true},
			}},
	}
}

func printVersion(t *vm.Thread, _ map[string]string) (string, error) {
	return fmt.Sprintf("%s version %s\nJDK 17\n", vm.Name, vm.Version), nil
}

func printUptime(t *vm.Thread, a map[string]string) (string, error) {
	s := ""
	if a["-date"] == "true" {
		s = time.Now().Format("2006-01-02T15:04:05.000-0700: ")
	}
	return fmt.Sprintf("%s%.3f s\n", s, time.Since(t.VM.Started).Seconds()), nil
}

func printFlags(t *vm.Thread, a map[string]string) (string, error) {
	var list []string
	for _, f := range flags() {
		if a["-all"] == "true" || f.given(t.VM) {
			list = append(list, f.text(t.VM))
		}
	}
	if a["-all"] == "true" {
		return strings.Join(list, "\n") + "\n", nil
	}
	return strings.Join(list, " ") + "\n", nil
}

func commandLine(t *vm.Thread, _ map[string]string) (string, error) {
	var b strings.Builder
	b.WriteString("VM Arguments:\n")
	if args := t.VM.Config.RuntimeArgs; len(args) > 0 {
		fmt.Fprintf(&b, "jvm_args: %s \n", strings.Join(args, " "))
	}
	for _, x := range []struct{ label, key string }{
		{"java_command: ", "sun.java.command"},
		{"java_class_path (initial): ", "java.class.path"},
	} {
		for _, p := range t.VM.Config.Properties {
			if p.Key == x.key {
				b.WriteString(x.label + p.Value + "\n")
			}
		}
	}
	b.WriteString("Launcher Type: SUN_STANDARD\n")
	return b.String(), nil
}

func printThreads(t *vm.Thread, _ map[string]string) (string, error) {
	var b strings.Builder
	t.VM.DumpThreads(t, &b)
	return b.String(), nil
}

func runCollection(t *vm.Thread, _ map[string]string) (string, error) {
	if !t.VM.Config.DisableExplicitGC {
		t.VM.Heap.Collect(t.Mutator, vm.CauseDiagnostic)
	}
	return "", nil
}

// libraryMembers are methods of the library that commands call.
type libraryMembers struct {
	RunFinalization *vm.Method `java:"java/lang/System.runFinalization()V"`
	Properties      *vm.Method `java:"jdk/internal/vm/VMSupport.serializePropertiesToByteArray()[B"`
}

func runFinalization(t *vm.Thread, _ map[string]string) (string, error) {
	k, err := vm.Bound[libraryMembers](t)
	if err != nil {
		return "", err
	}
	_, err = t.Invoke(k.RunFinalization)
	return "", err
}

func systemProperties(t *vm.Thread, _ map[string]string) (string, error) {
	k, err := vm.Bound[libraryMembers](t)
	if err != nil {
		return "", err
	}
	if err := t.VM.Linker.Initialize(t, k.Properties.Holder); err != nil {
		return "", err
	}
	v, err := t.Invoke(k.Properties)
	if err != nil {
		return "", err
	}
	return string(vm.ByteElems(v.Ref())), nil
}

func heapInfo(t *vm.Thread, _ map[string]string) (string, error) {
	var b strings.Builder
	for _, p := range memoryOf(t.VM).pools {
		u := p.usage(t.VM)
		fmt.Fprintf(&b, " %-16s used %dK, committed %dK\n", p.name, u.Used>>10, max(u.Committed, u.Used)>>10)
	}
	return b.String(), nil
}

// histogram counts the live objects by class.
func histogram(t *vm.Thread, _ map[string]string) (string, error) {
	type row struct {
		class   *vm.Class
		n, size uint64
	}
	counts := map[*vm.Class]*row{}
	t.VM.Heap.Walk(t.Mutator, func(r vm.Ref) {
		c := t.VM.ClassOf(r)
		x := counts[c]
		if x == nil {
			x = &row{class: c}
			counts[c] = x
		}
		x.n++
		x.size += uint64(gc.SizeOf(r))
	})
	rows := make([]*row, 0, len(counts))
	total := row{}
	for _, x := range counts {
		rows = append(rows, x)
		total.n += x.n
		total.size += x.size
	}
	slices.SortFunc(rows, func(x, y *row) int {
		return cmp.Or(cmp.Compare(y.size, x.size), strings.Compare(x.class.Name, y.class.Name), cmp.Compare(x.class.ID, y.class.ID))
	})
	var b strings.Builder
	b.WriteString(" num     #instances         #bytes  class name (module)\n-------------------------------------------------------\n")
	for i, x := range rows {
		name := x.class.JavaName()
		if m := x.class.Module; m != nil && m.Named() {
			name += " (" + m.Name + "@" + m.Version + ")"
		}
		fmt.Fprintf(&b, "%4d: %13d %14d  %s\n", i+1, x.n, x.size, name)
	}
	fmt.Fprintf(&b, "Total %13d %14d\n", total.n, total.size)
	return b.String(), nil
}

func help(t *vm.Thread, a map[string]string) (string, error) {
	var b strings.Builder
	switch name := a["command name"]; {
	case a["-all"] == "true" || name == "all":
		for _, c := range commands() {
			fmt.Fprintf(&b, "%s\n\t%s\n\n", c.name, c.description)
		}
	case name == "":
		b.WriteString("The following commands are available:\n")
		for _, c := range commands() {
			b.WriteString(c.name + "\n")
		}
		b.WriteString("\nFor more information about a specific command use 'help <command>'.\n")
	default:
		c := findCommand(name)
		if c == nil {
			return fmt.Sprintf("Help unavailable : '%s' : No such command\n", name), nil
		}
		c.help(&b)
	}
	return b.String(), nil
}

// help writes all about c.
func (c *command) help(b *strings.Builder) {
	fmt.Fprintf(b, "%s\n%s\n\nImpact: %s\n\n", c.name, c.description, c.impact)
	if p := c.permission; p.class != "" {
		fmt.Fprintf(b, "Permission: %s(%s", p.class, p.name)
		if p.action != "" {
			b.WriteString(", " + p.action)
		}
		b.WriteString(")\n\n")
	}
	if len(c.arguments) == 0 {
		fmt.Fprintf(b, "Syntax: %s\n", c.name)
		return
	}
	fmt.Fprintf(b, "Syntax : %s ", c.name)
	var plain, options []argument
	for _, x := range c.arguments {
		if x.option {
			options = append(options, x)
		} else {
			plain = append(plain, x)
		}
	}
	if len(options) > 0 {
		b.WriteString("[options]")
	}
	for _, x := range plain {
		fmt.Fprintf(b, " [<%s>]", x.name)
	}
	b.WriteByte('\n')
	list := func(title string, args []argument) {
		if len(args) == 0 {
			return
		}
		fmt.Fprintf(b, "\n%s:\n", title)
		for _, x := range args {
			byDefault := x.byDefault
			if byDefault == "" {
				byDefault = "no default value"
			}
			fmt.Fprintf(b, "\t%s : [optional] %s (%s, %s)\n", x.name, x.description, x.kind, byDefault)
		}
	}
	list("Arguments", plain)
	list("Options", options)
}

// monitor is the permission to look at the state of the VM.
func monitor() permission {
	return permission{"java.lang.management.ManagementPermission", "monitor", ""}
}
