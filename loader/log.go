package loader

import "gojvm/vm"

// logLoad writes the line of -Xlog:class+load.
func (l *Linker) logLoad(c *vm.Class, d *vm.Define) {
	if !l.vm.Logs("class+load") {
		return
	}
	source := d.Source
	if source == "" {
		source = "__JVM_DefineClass__"
		if d.Lookup != nil {
			source = d.Lookup.JavaName()
		}
	}
	l.vm.Logf("class+load", "%s source: %s", c.JavaName(), source)
}

// logInit writes the line of -Xlog:class+init.
func (l *Linker) logInit(c *vm.Class, note string) {
	if l.vm.Logs("class+init") {
		l.vm.Logf("class+init", "%d Initializing '%s'%s (0x%016x)", l.initCount.Add(1)-1, c.Name, note, c.Block)
	}
}
