package interp

import (
	"fmt"

	"gojvm/vm"
)

// logThrown writes the lines of -Xlog:exceptions for the pending exception, which
// has come to the frame at Context.FP.
func (x *Interp) logThrown(t *vm.Thread) {
	f := t.TopFrame()
	m := f.Method()
	text := ""
	if s := vm.Object(t.Ctx.Exception).Ref(x.vm.Known.ThrowableMessage.Offset); s != 0 {
		text = ": " + x.vm.GoString(s)
	}
	x.vm.Logf("exceptions", "Exception <a '%s'{0x%016x}%s>\n thrown in interpreter method <{method} {0x%016x} '%s' '%s' in '%s'>\n at bci %d for thread 0x%016x (%s)",
		x.vm.ClassOf(t.Ctx.Exception).Name, t.Ctx.Exception, text, m.Block, m.Name, m.Desc, m.Holder.Name, f.BCI(), t.Sched.ID(), x.threadName(t))
}

func (x *Interp) threadName(t *vm.Thread) string {
	if obj := t.Object(); obj != 0 {
		return x.vm.GoString(vm.Object(obj).Ref(x.vm.Known.ThreadName.Offset))
	}
	return fmt.Sprint(t.Sched.ID())
}
