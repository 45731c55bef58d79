package codegen

import (
	"fmt"
	"strings"
)

// Features are the optional parts of an instruction set, as a bit set; each target defines
// its own bits. 0 is what every machine of the kind has.
type Features uint32

// CPU is a set of features that goes by a name.
type CPU struct {
	Name     string
	Features Features
}

// ParseFeatures reads names of features and of sets of them, separated by commas; a minus
// sign in front takes away what comes before.
func (t *Target) ParseFeatures(text string) (Features, error) {
	var f Features
	for _, w := range strings.Split(text, ",") {
		name, minus := strings.CutPrefix(w, "-")
		bits, ok := t.features(name)
		switch {
		case !ok:
			return 0, fmt.Errorf("%q is no feature of %s: want %s", name, t.Name, strings.Join(t.featureNames(), ", "))
		case minus:
			f &^= bits
		default:
			f |= bits
		}
	}
	return f, nil
}

func (t *Target) features(name string) (Features, bool) {
	for i, n := range t.FeatureNames {
		if n == name {
			return 1 << i, true
		}
	}
	for _, c := range t.CPUs {
		if c.Name == name {
			return c.Features, true
		}
	}
	return 0, name == "baseline"
}

// featureNames lists all names that ParseFeatures knows.
func (t *Target) featureNames() []string {
	names := []string{"baseline"}
	for _, c := range t.CPUs {
		names = append(names, c.Name)
	}
	return append(names, t.FeatureNames...)
}
