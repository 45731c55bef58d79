package substrate

import "gojvm/codegen/ssa"

// vars turns variables into SSA values while blocks are filled: Braun, Buchwald, Hack, Leißa,
// Mallon, Zwinkau: Simple and Efficient Construction of Static Single Assignment Form (CC 2013).
// A block is sealed when all its predecessors are known.
type vars struct {
	defs       map[*ssa.Block]map[*variable]*ssa.Value
	incomplete map[*ssa.Block]map[*variable]*ssa.Value // phis that wait for the block to be sealed
	sealed     map[*ssa.Block]bool
}

func newVars() *vars {
	return &vars{
		defs:       map[*ssa.Block]map[*variable]*ssa.Value{},
		incomplete: map[*ssa.Block]map[*variable]*ssa.Value{},
		sealed:     map[*ssa.Block]bool{},
	}
}

func (s *vars) write(b *ssa.Block, v *variable, x *ssa.Value) {
	if s.defs[b] == nil {
		s.defs[b] = map[*variable]*ssa.Value{}
	}
	s.defs[b][v] = x
}

func (s *vars) read(b *ssa.Block, v *variable) *ssa.Value {
	if x := s.defs[b][v]; x != nil {
		return x
	}
	var x *ssa.Value
	switch {
	case !s.sealed[b]:
		x = ssa.NewBuilder(b.Func).At(b).Phi(v.typ)
		if s.incomplete[b] == nil {
			s.incomplete[b] = map[*variable]*ssa.Value{}
		}
		s.incomplete[b][v] = x
	case len(b.Preds) == 1:
		x = s.read(b.Preds[0].B, v)
	default:
		x = ssa.NewBuilder(b.Func).At(b).Phi(v.typ)
		s.write(b, v, x) // before the operands: loops lead back here
		s.operands(b, v, x)
	}
	s.write(b, v, x)
	return x
}

func (s *vars) operands(b *ssa.Block, v *variable, phi *ssa.Value) {
	for _, p := range b.Preds {
		phi.AddArg(s.read(p.B, v))
	}
}

// seal says that b gets no more predecessors.
func (s *vars) seal(b *ssa.Block) {
	s.sealed[b] = true
	waiting := s.incomplete[b]
	for _, v := range sortedByID(waiting) {
		s.operands(b, v, waiting[v])
	}
	delete(s.incomplete, b)
}
