package vm

// How the machine names itself to programs and in reports.
const (
	Name    = "gojvm" // java.vm.name
	Vendor  = "gojvm" // java.vm.vendor
	Version = "0.1.0" // java.vm.version
)

// Info returns the property java.vm.info: how methods run.
func (vm *VM) Info() string {
	switch {
	case vm.Compiler == nil || vm.Config.Interpreted:
		return "interpreted mode"
	case vm.Config.CompileAll:
		return "compiled mode"
	}
	return "mixed mode"
}
