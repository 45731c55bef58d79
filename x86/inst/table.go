package inst

// Op is a row of the table.
type Op uint16

// Row describes one form of an instruction.
type Row struct {
	// Name is the mnemonic in Intel's spelling, without condition.
	Name string
	// Ops are the operands: r and rm (general register, register or memory, of 32 bits or
	// with REX.W 64), the same with a number for a fixed width or with p for that of a pointer,
	// x and xm (SSE; the number is the width of memory), y and ym256 (AVX), m (memory only),
	// v, vx and vy (the register in VEX.vvvv), imm, cl.
	Ops string
	// Enc is the encoding in the manual's notation. "W?" stands for the two rows with and
	// without REX.W (VEX.W), "+cc" for the sixteen conditions.
	Enc string
	// Only64: does not exist in 32-bit mode.
	Only64 bool
}

// The forms. MR is "to r/m from register", RM "to register from r/m", MI "r/m, immediate".
const (
	_ Op = iota
	AddMR
	AddRM
	AddMI8
	AddMI
	OrMR
	OrRM
	OrMI8
	OrMI
	AdcMR
	AdcRM
	AdcMI8
	AdcMI
	SbbMR
	SbbRM
	SbbMI8
	SbbMI
	AndMR
	AndRM
	AndMI8
	AndMI
	SubMR
	SubRM
	SubMI8
	SubMI
	XorMR
	XorRM
	XorMI8
	XorMI
	CmpMR
	CmpRM
	CmpMI8
	CmpMI
	Cmp8MR
	Cmp8MI
	Cmp16MI8
	TestMR
	TestMI
	Test8MR
	Test8MI
	MovMR
	MovRM
	MovMI
	MovRI
	MovRI64
	Mov8MR
	Mov8MI
	Mov16MR
	Mov16MI
	Movsx8
	Movsx16
	Movzx8
	Movzx16
	Movsxd
	Lea
	ImulRM
	ImulRMI8
	ImulRMI
	Not
	Neg
	Mul1
	Imul1
	Div1
	Idiv1
	Inc
	Dec
	CallM
	JmpM
	Cdq
	RolCL
	RolI
	RorCL
	RorI
	ShlCL
	ShlI
	ShrCL
	ShrI
	SarCL
	SarI
	ShldI
	ShldCL
	ShrdI
	ShrdCL
	Shlx
	Shrx
	Sarx
	Andn
	Bsf
	Bsr
	Lzcnt
	Tzcnt
	Popcnt
	Bswap
	Setcc
	Cmovcc
	Xchg
	Xadd
	Cmpxchg
	Cmpxchg8b
	Lock
	Mfence
	Push
	Pop
	PushM
	PopM
	Ret
	CallRel
	JmpRel
	Ud2
	Int3
	Int
	Nop
	Vzeroupper
	MovssRM
	MovssMR
	Addss
	Vaddss
	Mulss
	Vmulss
	Subss
	Vsubss
	Minss
	Vminss
	Divss
	Vdivss
	Maxss
	Vmaxss
	Sqrtss
	Cvtsi2ss
	Cvttss2si
	MovsdRM
	MovsdMR
	Addsd
	Vaddsd
	Mulsd
	Vmulsd
	Subsd
	Vsubsd
	Minsd
	Vminsd
	Divsd
	Vdivsd
	Maxsd
	Vmaxsd
	Vxorps
	Vandps
	Vorps
	Sqrtsd
	Roundss
	Roundsd
	Cvtsi2sd
	Cvttsd2si
	Cvtss2sd
	Cvtsd2ss
	Ucomiss
	Ucomisd
	Movaps
	Xorps
	Andps
	Orps
	Andnps
	Movups
	MovdXR
	MovdRX
	MovqXM
	MovqMX
	Punpckldq
	Psrlq
	Pcmpeqd
	FldM32
	FldM64
	FstpM32
	FstpM64
	FildM64
	FistpM64
	Fprem
	FnstswAX
	Sahf
	FstpST1
	FstpST0
	FldcwM
	FnstcwM
	Blsi
	Blsmsk
	Blsr
	Bextr
	Bzhi
	Mulx
	Rorx
	Vaddps
	Vaddpd
	Vmulps
	Vmulpd
	Vsubps
	Vsubpd
	Vdivps
	Vdivpd
	Vpaddd
	Vpaddq
	Vpsubd
	Vpsubq
	Vpand
	Vpor
	Vpxor
	Vpcmpeqb
	Vpmulld
	VmovdquRM
	VmovdquMR
	VmovupsRM
	VmovupsMR
	Vpbroadcastd
	Vpbroadcastq
	Vpmovmskb
	Vextracti128
	Vperm2i128
	Vpslld
	Vpsrld
	Vpsrad
	MovupsMR
	MovhpsRM
	MovhpsMR
	Paddb
	Paddw
	Paddd
	Paddq
	Psubb
	Psubw
	Psubd
	Psubq
	Pmullw
	Pmuludq
	Pand
	Por
	Pxor
	Pcmpgtd
	Pminsw
	Pmaxsw
	Psllw
	Pslld
	Psllq
	Psrlw
	Psrld
	Psraw
	Psrad
	Punpcklbw
	Punpcklqdq
	PsrlqX
	Pmulld
	Pminsd
	Pmaxsd
	Pshufd
	Pshuflw
	Psrldq
	Addps
	Addpd
	Subps
	Subpd
	Mulps
	Mulpd
	Divps
	Divpd
	Sqrtps
	Sqrtpd
	Vpaddb
	Vpaddw
	Vpsubb
	Vpsubw
	Vpmullw
	Vpminsw
	Vpmaxsw
	Vpminsd
	Vpmaxsd
	VpsllwX
	VpslldX
	VpsllqX
	VpsrlwX
	VpsrldX
	VpsrlqX
	VpsrawX
	VpsradX
	Vsqrtps
	Vsqrtpd
	Vpbroadcastb
	VmovdXR
	Vinserti128
	Vpbroadcastw
	numOps
)

var table = [numOps]Row{
	AddMR:        {Name: "add", Ops: "rm,r", Enc: "W? 01 /r"},
	AddRM:        {Name: "add", Ops: "r,rm", Enc: "W? 03 /r"},
	AddMI8:       {Name: "add", Ops: "rm,imm8", Enc: "W? 83 /0 ib"},
	AddMI:        {Name: "add", Ops: "rm,imm32", Enc: "W? 81 /0 id"},
	OrMR:         {Name: "or", Ops: "rm,r", Enc: "W? 09 /r"},
	OrRM:         {Name: "or", Ops: "r,rm", Enc: "W? 0B /r"},
	OrMI8:        {Name: "or", Ops: "rm,imm8", Enc: "W? 83 /1 ib"},
	OrMI:         {Name: "or", Ops: "rm,imm32", Enc: "W? 81 /1 id"},
	AdcMR:        {Name: "adc", Ops: "rm,r", Enc: "W? 11 /r"},
	AdcRM:        {Name: "adc", Ops: "r,rm", Enc: "W? 13 /r"},
	AdcMI8:       {Name: "adc", Ops: "rm,imm8", Enc: "W? 83 /2 ib"},
	AdcMI:        {Name: "adc", Ops: "rm,imm32", Enc: "W? 81 /2 id"},
	SbbMR:        {Name: "sbb", Ops: "rm,r", Enc: "W? 19 /r"},
	SbbRM:        {Name: "sbb", Ops: "r,rm", Enc: "W? 1B /r"},
	SbbMI8:       {Name: "sbb", Ops: "rm,imm8", Enc: "W? 83 /3 ib"},
	SbbMI:        {Name: "sbb", Ops: "rm,imm32", Enc: "W? 81 /3 id"},
	AndMR:        {Name: "and", Ops: "rm,r", Enc: "W? 21 /r"},
	AndRM:        {Name: "and", Ops: "r,rm", Enc: "W? 23 /r"},
	AndMI8:       {Name: "and", Ops: "rm,imm8", Enc: "W? 83 /4 ib"},
	AndMI:        {Name: "and", Ops: "rm,imm32", Enc: "W? 81 /4 id"},
	SubMR:        {Name: "sub", Ops: "rm,r", Enc: "W? 29 /r"},
	SubRM:        {Name: "sub", Ops: "r,rm", Enc: "W? 2B /r"},
	SubMI8:       {Name: "sub", Ops: "rm,imm8", Enc: "W? 83 /5 ib"},
	SubMI:        {Name: "sub", Ops: "rm,imm32", Enc: "W? 81 /5 id"},
	XorMR:        {Name: "xor", Ops: "rm,r", Enc: "W? 31 /r"},
	XorRM:        {Name: "xor", Ops: "r,rm", Enc: "W? 33 /r"},
	XorMI8:       {Name: "xor", Ops: "rm,imm8", Enc: "W? 83 /6 ib"},
	XorMI:        {Name: "xor", Ops: "rm,imm32", Enc: "W? 81 /6 id"},
	CmpMR:        {Name: "cmp", Ops: "rm,r", Enc: "W? 39 /r"},
	CmpRM:        {Name: "cmp", Ops: "r,rm", Enc: "W? 3B /r"},
	CmpMI8:       {Name: "cmp", Ops: "rm,imm8", Enc: "W? 83 /7 ib"},
	CmpMI:        {Name: "cmp", Ops: "rm,imm32", Enc: "W? 81 /7 id"},
	Cmp8MR:       {Name: "cmp", Ops: "rm8,r8", Enc: "38 /r"},
	Cmp8MI:       {Name: "cmp", Ops: "rm8,imm8", Enc: "80 /7 ib"},
	Cmp16MI8:     {Name: "cmp", Ops: "rm16,imm8", Enc: "66 83 /7 ib"},
	TestMR:       {Name: "test", Ops: "rm,r", Enc: "W? 85 /r"},
	TestMI:       {Name: "test", Ops: "rm,imm32", Enc: "W? F7 /0 id"},
	Test8MR:      {Name: "test", Ops: "rm8,r8", Enc: "84 /r"},
	Test8MI:      {Name: "test", Ops: "rm8,imm8", Enc: "F6 /0 ib"},
	MovMR:        {Name: "mov", Ops: "rm,r", Enc: "W? 89 /r"},
	MovRM:        {Name: "mov", Ops: "r,rm", Enc: "W? 8B /r"},
	MovMI:        {Name: "mov", Ops: "rm,imm32", Enc: "W? C7 /0 id"},
	MovRI:        {Name: "mov", Ops: "r,imm32", Enc: "B8+r id"},
	MovRI64:      {Name: "mov", Ops: "r64,imm64", Enc: "REX.W B8+r iq", Only64: true},
	Mov8MR:       {Name: "mov", Ops: "rm8,r8", Enc: "88 /r"},
	Mov8MI:       {Name: "mov", Ops: "rm8,imm8", Enc: "C6 /0 ib"},
	Mov16MR:      {Name: "mov", Ops: "rm16,r16", Enc: "66 89 /r"},
	Mov16MI:      {Name: "mov", Ops: "rm16,imm16", Enc: "66 C7 /0 iw"},
	Movsx8:       {Name: "movsx", Ops: "r,rm8", Enc: "W? 0F BE /r"},
	Movsx16:      {Name: "movsx", Ops: "r,rm16", Enc: "W? 0F BF /r"},
	Movzx8:       {Name: "movzx", Ops: "r,rm8", Enc: "W? 0F B6 /r"},
	Movzx16:      {Name: "movzx", Ops: "r,rm16", Enc: "W? 0F B7 /r"},
	Movsxd:       {Name: "movsxd", Ops: "r64,rm32", Enc: "REX.W 63 /r", Only64: true},
	Lea:          {Name: "lea", Ops: "r,m", Enc: "W? 8D /r"},
	ImulRM:       {Name: "imul", Ops: "r,rm", Enc: "W? 0F AF /r"},
	ImulRMI8:     {Name: "imul", Ops: "r,rm,imm8", Enc: "W? 6B /r ib"},
	ImulRMI:      {Name: "imul", Ops: "r,rm,imm32", Enc: "W? 69 /r id"},
	Not:          {Name: "not", Ops: "rm", Enc: "W? F7 /2"},
	Neg:          {Name: "neg", Ops: "rm", Enc: "W? F7 /3"},
	Mul1:         {Name: "mul", Ops: "rm", Enc: "W? F7 /4"},
	Imul1:        {Name: "imul", Ops: "rm", Enc: "W? F7 /5"},
	Div1:         {Name: "div", Ops: "rm", Enc: "W? F7 /6"},
	Idiv1:        {Name: "idiv", Ops: "rm", Enc: "W? F7 /7"},
	Inc:          {Name: "inc", Ops: "rm", Enc: "W? FF /0"},
	Dec:          {Name: "dec", Ops: "rm", Enc: "W? FF /1"},
	CallM:        {Name: "call", Ops: "rmp", Enc: "FF /2"},
	JmpM:         {Name: "jmp", Ops: "rmp", Enc: "FF /4"},
	Cdq:          {Name: "cdq", Ops: "", Enc: "W? 99"},
	RolCL:        {Name: "rol", Ops: "rm,cl", Enc: "W? D3 /0"},
	RolI:         {Name: "rol", Ops: "rm,imm8", Enc: "W? C1 /0 ib"},
	RorCL:        {Name: "ror", Ops: "rm,cl", Enc: "W? D3 /1"},
	RorI:         {Name: "ror", Ops: "rm,imm8", Enc: "W? C1 /1 ib"},
	ShlCL:        {Name: "shl", Ops: "rm,cl", Enc: "W? D3 /4"},
	ShlI:         {Name: "shl", Ops: "rm,imm8", Enc: "W? C1 /4 ib"},
	ShrCL:        {Name: "shr", Ops: "rm,cl", Enc: "W? D3 /5"},
	ShrI:         {Name: "shr", Ops: "rm,imm8", Enc: "W? C1 /5 ib"},
	SarCL:        {Name: "sar", Ops: "rm,cl", Enc: "W? D3 /7"},
	SarI:         {Name: "sar", Ops: "rm,imm8", Enc: "W? C1 /7 ib"},
	ShldI:        {Name: "shld", Ops: "rm,r,imm8", Enc: "W? 0F A4 /r ib"},
	ShldCL:       {Name: "shld", Ops: "rm,r,cl", Enc: "W? 0F A5 /r"},
	ShrdI:        {Name: "shrd", Ops: "rm,r,imm8", Enc: "W? 0F AC /r ib"},
	ShrdCL:       {Name: "shrd", Ops: "rm,r,cl", Enc: "W? 0F AD /r"},
	Shlx:         {Name: "shlx", Ops: "r,rm,v", Enc: "W? VEX.66.0F38 F7 /r"},
	Shrx:         {Name: "shrx", Ops: "r,rm,v", Enc: "W? VEX.F2.0F38 F7 /r"},
	Sarx:         {Name: "sarx", Ops: "r,rm,v", Enc: "W? VEX.F3.0F38 F7 /r"},
	Andn:         {Name: "andn", Ops: "r,v,rm", Enc: "W? VEX.0F38 F2 /r"},
	Bsf:          {Name: "bsf", Ops: "r,rm", Enc: "W? 0F BC /r"},
	Bsr:          {Name: "bsr", Ops: "r,rm", Enc: "W? 0F BD /r"},
	Lzcnt:        {Name: "lzcnt", Ops: "r,rm", Enc: "F3 W? 0F BD /r"},
	Tzcnt:        {Name: "tzcnt", Ops: "r,rm", Enc: "F3 W? 0F BC /r"},
	Popcnt:       {Name: "popcnt", Ops: "r,rm", Enc: "F3 W? 0F B8 /r"},
	Bswap:        {Name: "bswap", Ops: "r", Enc: "W? 0F C8+r"},
	Setcc:        {Name: "set", Ops: "rm8", Enc: "0F 90+cc /0"},
	Cmovcc:       {Name: "cmov", Ops: "r,rm", Enc: "W? 0F 40+cc /r"},
	Xchg:         {Name: "xchg", Ops: "rm,r", Enc: "W? 87 /r"},
	Xadd:         {Name: "xadd", Ops: "rm,r", Enc: "W? 0F C1 /r"},
	Cmpxchg:      {Name: "cmpxchg", Ops: "rm,r", Enc: "W? 0F B1 /r"},
	Cmpxchg8b:    {Name: "cmpxchg8b", Ops: "m64", Enc: "0F C7 /1"},
	Lock:         {Name: "lock", Ops: "", Enc: "F0"},
	Mfence:       {Name: "mfence", Ops: "", Enc: "0F AE F0"},
	Push:         {Name: "push", Ops: "rp", Enc: "50+r"},
	Pop:          {Name: "pop", Ops: "rp", Enc: "58+r"},
	PushM:        {Name: "push", Ops: "rmp", Enc: "FF /6"},
	PopM:         {Name: "pop", Ops: "rmp", Enc: "8F /0"},
	Ret:          {Name: "ret", Ops: "", Enc: "C3"},
	CallRel:      {Name: "call", Ops: "rel32", Enc: "E8 id"},
	JmpRel:       {Name: "jmp", Ops: "rel32", Enc: "E9 id"},
	Ud2:          {Name: "ud2", Ops: "", Enc: "0F 0B"},
	Int3:         {Name: "int3", Ops: "", Enc: "CC"},
	Int:          {Name: "int", Ops: "imm8", Enc: "CD ib"},
	Nop:          {Name: "nop", Ops: "", Enc: "90"},
	Vzeroupper:   {Name: "vzeroupper", Ops: "", Enc: "VEX.0F 77"},
	MovssRM:      {Name: "movss", Ops: "x,xm32", Enc: "F3 0F 10 /r"},
	MovssMR:      {Name: "movss", Ops: "xm32,x", Enc: "F3 0F 11 /r"},
	Addss:        {Name: "addss", Ops: "x,xm32", Enc: "F3 0F 58 /r"},
	Vaddss:       {Name: "vaddss", Ops: "x,vx,xm32", Enc: "VEX.F3.0F 58 /r"},
	Mulss:        {Name: "mulss", Ops: "x,xm32", Enc: "F3 0F 59 /r"},
	Vmulss:       {Name: "vmulss", Ops: "x,vx,xm32", Enc: "VEX.F3.0F 59 /r"},
	Subss:        {Name: "subss", Ops: "x,xm32", Enc: "F3 0F 5C /r"},
	Vsubss:       {Name: "vsubss", Ops: "x,vx,xm32", Enc: "VEX.F3.0F 5C /r"},
	Minss:        {Name: "minss", Ops: "x,xm32", Enc: "F3 0F 5D /r"},
	Vminss:       {Name: "vminss", Ops: "x,vx,xm32", Enc: "VEX.F3.0F 5D /r"},
	Divss:        {Name: "divss", Ops: "x,xm32", Enc: "F3 0F 5E /r"},
	Vdivss:       {Name: "vdivss", Ops: "x,vx,xm32", Enc: "VEX.F3.0F 5E /r"},
	Maxss:        {Name: "maxss", Ops: "x,xm32", Enc: "F3 0F 5F /r"},
	Vmaxss:       {Name: "vmaxss", Ops: "x,vx,xm32", Enc: "VEX.F3.0F 5F /r"},
	Sqrtss:       {Name: "sqrtss", Ops: "x,xm32", Enc: "F3 0F 51 /r"},
	Cvtsi2ss:     {Name: "cvtsi2ss", Ops: "x,rm", Enc: "F3 W? 0F 2A /r"},
	Cvttss2si:    {Name: "cvttss2si", Ops: "r,xm32", Enc: "F3 W? 0F 2C /r"},
	MovsdRM:      {Name: "movsd", Ops: "x,xm64", Enc: "F2 0F 10 /r"},
	MovsdMR:      {Name: "movsd", Ops: "xm64,x", Enc: "F2 0F 11 /r"},
	Addsd:        {Name: "addsd", Ops: "x,xm64", Enc: "F2 0F 58 /r"},
	Vaddsd:       {Name: "vaddsd", Ops: "x,vx,xm64", Enc: "VEX.F2.0F 58 /r"},
	Mulsd:        {Name: "mulsd", Ops: "x,xm64", Enc: "F2 0F 59 /r"},
	Vmulsd:       {Name: "vmulsd", Ops: "x,vx,xm64", Enc: "VEX.F2.0F 59 /r"},
	Subsd:        {Name: "subsd", Ops: "x,xm64", Enc: "F2 0F 5C /r"},
	Vsubsd:       {Name: "vsubsd", Ops: "x,vx,xm64", Enc: "VEX.F2.0F 5C /r"},
	Minsd:        {Name: "minsd", Ops: "x,xm64", Enc: "F2 0F 5D /r"},
	Vminsd:       {Name: "vminsd", Ops: "x,vx,xm64", Enc: "VEX.F2.0F 5D /r"},
	Divsd:        {Name: "divsd", Ops: "x,xm64", Enc: "F2 0F 5E /r"},
	Vdivsd:       {Name: "vdivsd", Ops: "x,vx,xm64", Enc: "VEX.F2.0F 5E /r"},
	Maxsd:        {Name: "maxsd", Ops: "x,xm64", Enc: "F2 0F 5F /r"},
	Vmaxsd:       {Name: "vmaxsd", Ops: "x,vx,xm64", Enc: "VEX.F2.0F 5F /r"},
	Vxorps:       {Name: "vxorps", Ops: "x,vx,xm128", Enc: "VEX.0F 57 /r"},
	Vandps:       {Name: "vandps", Ops: "x,vx,xm128", Enc: "VEX.0F 54 /r"},
	Vorps:        {Name: "vorps", Ops: "x,vx,xm128", Enc: "VEX.0F 56 /r"},
	Sqrtsd:       {Name: "sqrtsd", Ops: "x,xm64", Enc: "F2 0F 51 /r"},
	Roundss:      {Name: "roundss", Ops: "x,xm32,imm8", Enc: "66 0F 3A 0A /r ib"},
	Roundsd:      {Name: "roundsd", Ops: "x,xm64,imm8", Enc: "66 0F 3A 0B /r ib"},
	Cvtsi2sd:     {Name: "cvtsi2sd", Ops: "x,rm", Enc: "F2 W? 0F 2A /r"},
	Cvttsd2si:    {Name: "cvttsd2si", Ops: "r,xm64", Enc: "F2 W? 0F 2C /r"},
	Cvtss2sd:     {Name: "cvtss2sd", Ops: "x,xm32", Enc: "F3 0F 5A /r"},
	Cvtsd2ss:     {Name: "cvtsd2ss", Ops: "x,xm64", Enc: "F2 0F 5A /r"},
	Ucomiss:      {Name: "ucomiss", Ops: "x,xm32", Enc: "0F 2E /r"},
	Ucomisd:      {Name: "ucomisd", Ops: "x,xm64", Enc: "66 0F 2E /r"},
	Movaps:       {Name: "movaps", Ops: "x,xm128", Enc: "0F 28 /r"},
	Xorps:        {Name: "xorps", Ops: "x,xm128", Enc: "0F 57 /r"},
	Andps:        {Name: "andps", Ops: "x,xm128", Enc: "0F 54 /r"},
	Orps:         {Name: "orps", Ops: "x,xm128", Enc: "0F 56 /r"},
	Andnps:       {Name: "andnps", Ops: "x,xm128", Enc: "0F 55 /r"},
	Movups:       {Name: "movups", Ops: "x,xm128", Enc: "0F 10 /r"},
	MovdXR:       {Name: "movd", Ops: "x,rm", Enc: "66 W? 0F 6E /r"},
	MovdRX:       {Name: "movd", Ops: "rm,x", Enc: "66 W? 0F 7E /r"},
	MovqXM:       {Name: "movq", Ops: "x,xm64", Enc: "F3 0F 7E /r"},
	MovqMX:       {Name: "movq", Ops: "xm64,x", Enc: "66 0F D6 /r"},
	Punpckldq:    {Name: "punpckldq", Ops: "x,xm128", Enc: "66 0F 62 /r"},
	Psrlq:        {Name: "psrlq", Ops: "x,imm8", Enc: "66 0F 73 /2 ib"},
	Pcmpeqd:      {Name: "pcmpeqd", Ops: "x,xm128", Enc: "66 0F 76 /r"},
	FldM32:       {Name: "fld", Ops: "m32", Enc: "D9 /0"},
	FldM64:       {Name: "fld", Ops: "m64", Enc: "DD /0"},
	FstpM32:      {Name: "fstp", Ops: "m32", Enc: "D9 /3"},
	FstpM64:      {Name: "fstp", Ops: "m64", Enc: "DD /3"},
	FildM64:      {Name: "fild", Ops: "m64", Enc: "DF /5"},
	FistpM64:     {Name: "fistp", Ops: "m64", Enc: "DF /7"},
	Fprem:        {Name: "fprem", Ops: "", Enc: "D9 F8"},
	FnstswAX:     {Name: "fnstsw", Ops: "ax", Enc: "DF E0"},
	Sahf:         {Name: "sahf", Ops: "", Enc: "9E"},
	FstpST1:      {Name: "fstp", Ops: "st1", Enc: "DD D9"},
	FstpST0:      {Name: "fstp", Ops: "st0", Enc: "DD D8"},
	FldcwM:       {Name: "fldcw", Ops: "m16", Enc: "D9 /5"},
	FnstcwM:      {Name: "fnstcw", Ops: "m16", Enc: "D9 /7"},
	Blsi:         {Name: "blsi", Ops: "v,rm", Enc: "W? VEX.0F38 F3 /3"},
	Blsmsk:       {Name: "blsmsk", Ops: "v,rm", Enc: "W? VEX.0F38 F3 /2"},
	Blsr:         {Name: "blsr", Ops: "v,rm", Enc: "W? VEX.0F38 F3 /1"},
	Bextr:        {Name: "bextr", Ops: "r,rm,v", Enc: "W? VEX.0F38 F7 /r"},
	Bzhi:         {Name: "bzhi", Ops: "r,rm,v", Enc: "W? VEX.0F38 F5 /r"},
	Mulx:         {Name: "mulx", Ops: "r,v,rm", Enc: "W? VEX.F2.0F38 F6 /r"},
	Rorx:         {Name: "rorx", Ops: "r,rm,imm8", Enc: "W? VEX.F2.0F3A F0 /r ib"},
	Vaddps:       {Name: "vaddps", Ops: "y,vy,ym256", Enc: "VEX.256.0F 58 /r"},
	Vaddpd:       {Name: "vaddpd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F 58 /r"},
	Vmulps:       {Name: "vmulps", Ops: "y,vy,ym256", Enc: "VEX.256.0F 59 /r"},
	Vmulpd:       {Name: "vmulpd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F 59 /r"},
	Vsubps:       {Name: "vsubps", Ops: "y,vy,ym256", Enc: "VEX.256.0F 5C /r"},
	Vsubpd:       {Name: "vsubpd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F 5C /r"},
	Vdivps:       {Name: "vdivps", Ops: "y,vy,ym256", Enc: "VEX.256.0F 5E /r"},
	Vdivpd:       {Name: "vdivpd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F 5E /r"},
	Vpaddd:       {Name: "vpaddd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F FE /r"},
	Vpaddq:       {Name: "vpaddq", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F D4 /r"},
	Vpsubd:       {Name: "vpsubd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F FA /r"},
	Vpsubq:       {Name: "vpsubq", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F FB /r"},
	Vpand:        {Name: "vpand", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F DB /r"},
	Vpor:         {Name: "vpor", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F EB /r"},
	Vpxor:        {Name: "vpxor", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F EF /r"},
	Vpcmpeqb:     {Name: "vpcmpeqb", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F 74 /r"},
	Vpmulld:      {Name: "vpmulld", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F38 40 /r"},
	VmovdquRM:    {Name: "vmovdqu", Ops: "y,ym256", Enc: "VEX.256.F3.0F 6F /r"},
	VmovdquMR:    {Name: "vmovdqu", Ops: "ym256,y", Enc: "VEX.256.F3.0F 7F /r"},
	VmovupsRM:    {Name: "vmovups", Ops: "y,ym256", Enc: "VEX.256.0F 10 /r"},
	VmovupsMR:    {Name: "vmovups", Ops: "ym256,y", Enc: "VEX.256.0F 11 /r"},
	Vpbroadcastd: {Name: "vpbroadcastd", Ops: "y,xm32", Enc: "VEX.256.66.0F38 58 /r"},
	Vpbroadcastq: {Name: "vpbroadcastq", Ops: "y,xm64", Enc: "VEX.256.66.0F38 59 /r"},
	Vpmovmskb:    {Name: "vpmovmskb", Ops: "r32,y", Enc: "VEX.256.66.0F D7 /r"},
	Vextracti128: {Name: "vextracti128", Ops: "xm128,y,imm8", Enc: "VEX.256.66.0F3A 39 /r ib"},
	Vperm2i128:   {Name: "vperm2i128", Ops: "y,vy,ym256,imm8", Enc: "VEX.256.66.0F3A 46 /r ib"},
	Vpslld:       {Name: "vpslld", Ops: "vy,y,imm8", Enc: "VEX.256.66.0F 72 /6 ib"},
	Vpsrld:       {Name: "vpsrld", Ops: "vy,y,imm8", Enc: "VEX.256.66.0F 72 /2 ib"},
	Vpsrad:       {Name: "vpsrad", Ops: "vy,y,imm8", Enc: "VEX.256.66.0F 72 /4 ib"},
	MovhpsRM:     {Name: "movhps", Ops: "x,m64", Enc: "0F 16 /r"},
	MovhpsMR:     {Name: "movhps", Ops: "m64,x", Enc: "0F 17 /r"},
	MovupsMR:     {Name: "movups", Ops: "xm128,x", Enc: "0F 11 /r"},
	Paddb:        {Name: "paddb", Ops: "x,xm128", Enc: "66 0F FC /r"},
	Paddw:        {Name: "paddw", Ops: "x,xm128", Enc: "66 0F FD /r"},
	Paddd:        {Name: "paddd", Ops: "x,xm128", Enc: "66 0F FE /r"},
	Paddq:        {Name: "paddq", Ops: "x,xm128", Enc: "66 0F D4 /r"},
	Psubb:        {Name: "psubb", Ops: "x,xm128", Enc: "66 0F F8 /r"},
	Psubw:        {Name: "psubw", Ops: "x,xm128", Enc: "66 0F F9 /r"},
	Psubd:        {Name: "psubd", Ops: "x,xm128", Enc: "66 0F FA /r"},
	Psubq:        {Name: "psubq", Ops: "x,xm128", Enc: "66 0F FB /r"},
	Pmullw:       {Name: "pmullw", Ops: "x,xm128", Enc: "66 0F D5 /r"},
	Pmuludq:      {Name: "pmuludq", Ops: "x,xm128", Enc: "66 0F F4 /r"},
	Pand:         {Name: "pand", Ops: "x,xm128", Enc: "66 0F DB /r"},
	Por:          {Name: "por", Ops: "x,xm128", Enc: "66 0F EB /r"},
	Pxor:         {Name: "pxor", Ops: "x,xm128", Enc: "66 0F EF /r"},
	Pcmpgtd:      {Name: "pcmpgtd", Ops: "x,xm128", Enc: "66 0F 66 /r"},
	Pminsw:       {Name: "pminsw", Ops: "x,xm128", Enc: "66 0F EA /r"},
	Pmaxsw:       {Name: "pmaxsw", Ops: "x,xm128", Enc: "66 0F EE /r"},
	Psllw:        {Name: "psllw", Ops: "x,xm128", Enc: "66 0F F1 /r"},
	Pslld:        {Name: "pslld", Ops: "x,xm128", Enc: "66 0F F2 /r"},
	Psllq:        {Name: "psllq", Ops: "x,xm128", Enc: "66 0F F3 /r"},
	Psrlw:        {Name: "psrlw", Ops: "x,xm128", Enc: "66 0F D1 /r"},
	Psrld:        {Name: "psrld", Ops: "x,xm128", Enc: "66 0F D2 /r"},
	Psraw:        {Name: "psraw", Ops: "x,xm128", Enc: "66 0F E1 /r"},
	Psrad:        {Name: "psrad", Ops: "x,xm128", Enc: "66 0F E2 /r"},
	Punpcklbw:    {Name: "punpcklbw", Ops: "x,xm128", Enc: "66 0F 60 /r"},
	Punpcklqdq:   {Name: "punpcklqdq", Ops: "x,xm128", Enc: "66 0F 6C /r"},
	PsrlqX:       {Name: "psrlq", Ops: "x,xm128", Enc: "66 0F D3 /r"},
	Pmulld:       {Name: "pmulld", Ops: "x,xm128", Enc: "66 0F 38 40 /r"},
	Pminsd:       {Name: "pminsd", Ops: "x,xm128", Enc: "66 0F 38 39 /r"},
	Pmaxsd:       {Name: "pmaxsd", Ops: "x,xm128", Enc: "66 0F 38 3D /r"},
	Pshufd:       {Name: "pshufd", Ops: "x,xm128,imm8", Enc: "66 0F 70 /r ib"},
	Pshuflw:      {Name: "pshuflw", Ops: "x,xm128,imm8", Enc: "F2 0F 70 /r ib"},
	Psrldq:       {Name: "psrldq", Ops: "x,imm8", Enc: "66 0F 73 /3 ib"},
	Addps:        {Name: "addps", Ops: "x,xm128", Enc: "0F 58 /r"},
	Addpd:        {Name: "addpd", Ops: "x,xm128", Enc: "66 0F 58 /r"},
	Subps:        {Name: "subps", Ops: "x,xm128", Enc: "0F 5C /r"},
	Subpd:        {Name: "subpd", Ops: "x,xm128", Enc: "66 0F 5C /r"},
	Mulps:        {Name: "mulps", Ops: "x,xm128", Enc: "0F 59 /r"},
	Mulpd:        {Name: "mulpd", Ops: "x,xm128", Enc: "66 0F 59 /r"},
	Divps:        {Name: "divps", Ops: "x,xm128", Enc: "0F 5E /r"},
	Divpd:        {Name: "divpd", Ops: "x,xm128", Enc: "66 0F 5E /r"},
	Sqrtps:       {Name: "sqrtps", Ops: "x,xm128", Enc: "0F 51 /r"},
	Sqrtpd:       {Name: "sqrtpd", Ops: "x,xm128", Enc: "66 0F 51 /r"},
	Vpaddb:       {Name: "vpaddb", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F FC /r"},
	Vpaddw:       {Name: "vpaddw", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F FD /r"},
	Vpsubb:       {Name: "vpsubb", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F F8 /r"},
	Vpsubw:       {Name: "vpsubw", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F F9 /r"},
	Vpmullw:      {Name: "vpmullw", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F D5 /r"},
	Vpminsw:      {Name: "vpminsw", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F EA /r"},
	Vpmaxsw:      {Name: "vpmaxsw", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F EE /r"},
	Vpminsd:      {Name: "vpminsd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F38 39 /r"},
	Vpmaxsd:      {Name: "vpmaxsd", Ops: "y,vy,ym256", Enc: "VEX.256.66.0F38 3D /r"},
	VpsllwX:      {Name: "vpsllw", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F F1 /r"},
	VpslldX:      {Name: "vpslld", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F F2 /r"},
	VpsllqX:      {Name: "vpsllq", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F F3 /r"},
	VpsrlwX:      {Name: "vpsrlw", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F D1 /r"},
	VpsrldX:      {Name: "vpsrld", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F D2 /r"},
	VpsrlqX:      {Name: "vpsrlq", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F D3 /r"},
	VpsrawX:      {Name: "vpsraw", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F E1 /r"},
	VpsradX:      {Name: "vpsrad", Ops: "y,vy,xm128", Enc: "VEX.256.66.0F E2 /r"},
	Vsqrtps:      {Name: "vsqrtps", Ops: "y,ym256", Enc: "VEX.256.0F 51 /r"},
	Vsqrtpd:      {Name: "vsqrtpd", Ops: "y,ym256", Enc: "VEX.256.66.0F 51 /r"},
	Vpbroadcastb: {Name: "vpbroadcastb", Ops: "y,xm8", Enc: "VEX.256.66.0F38 78 /r"},
	Vpbroadcastw: {Name: "vpbroadcastw", Ops: "y,xm16", Enc: "VEX.256.66.0F38 79 /r"},
	VmovdXR:      {Name: "vmovd", Ops: "x,rm", Enc: "W? VEX.66.0F 6E /r"},
	Vinserti128:  {Name: "vinserti128", Ops: "y,vy,xm128,imm8", Enc: "VEX.256.66.0F3A 38 /r ib"},
}
