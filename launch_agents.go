package gojvm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gojvm/internal/options"
	"gojvm/native/instrument"
	"gojvm/vm"
)

// openAgents reads the manifests of the agents given by -javaagent, and of the jar that is
// to be run, which may have an agent too. The error is what HotSpot prints.
func openAgents(o *options.Options, cfg *vm.Config) ([]*instrument.Agent, error) {
	var list []*instrument.Agent
	for _, spec := range o.Agents {
		jar, options, has := strings.Cut(spec, "=")
		a, err := instrument.Open(jar, options, has)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
		for _, p := range a.BootPath {
			if cfg.BootAppend != "" {
				p = cfg.BootAppend + string(filepath.ListSeparator) + p
			}
			cfg.BootAppend = p
		}
	}
	cfg.Instrumented = len(list) > 0
	if o.Mode == options.ModeJar {
		if m, err := instrument.ReadManifest(o.What); err == nil && m.Launcher != "" {
			cfg.Instrumented = true
		}
	}
	return list, nil
}

// startAgents calls premain of each agent. One that fails ends the process as an error in
// native code does in HotSpot.
func (v *VM) startAgents(t *vm.Thread, list []*instrument.Agent) {
	err := instrument.Start(t, list)
	var failed *instrument.StartError
	if errors.As(err, &failed) {
		fmt.Fprintf(v.stdout(), "FATAL ERROR in native method: %s\n", failed.Text)
		os.Exit(exitCrash)
	}
}
