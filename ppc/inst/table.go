package inst

// Op is an instruction: a row of the table, with [Rc] for the form that records in CR0.
type Op uint16

// Rc makes the form of an instruction whose name ends in a dot: it compares the result with
// 0 and records the outcome in CR field 0.
const Rc Op = 1 << 15

// The instructions, by mnemonic. Those ending in D for "dot" always record.
const (
	Invalid Op = iota

	B
	Bl
	Bc
	Bclr
	Bclrl
	Bcctr
	Bcctrl
	Sc
	Crand
	Cror
	Crxor
	Crnand
	Crnor
	Creqv
	Crandc
	Crorc
	Mcrf
	Isync

	Addi
	Addis
	Addic
	AddicD
	Subfic
	Mulli
	Add
	Addc
	Adde
	Addze
	Addme
	Subf
	Subfc
	Subfe
	Subfze
	Subfme
	Neg
	Mullw
	Mulhw
	Mulhwu
	Divw
	Divwu

	Cmpi
	Cmpli
	Cmp
	Cmpl
	Twi
	Tw

	AndiD
	AndisD
	Ori
	Oris
	Xori
	Xoris
	And
	Andc
	Or
	Orc
	Xor
	Nor
	Nand
	Eqv
	Extsb
	Extsh
	Cntlzw
	Slw
	Srw
	Sraw
	Srawi
	Rlwinm
	Rlwimi
	Rlwnm

	Mfspr
	Mtspr
	Mfcr
	Mtcrf

	Lbz
	Lbzu
	Lhz
	Lhzu
	Lha
	Lhau
	Lwz
	Lwzu
	Stb
	Stbu
	Sth
	Sthu
	Stw
	Stwu
	Lmw
	Stmw
	Lbzx
	Lbzux
	Lhzx
	Lhzux
	Lhax
	Lhaux
	Lwzx
	Lwzux
	Stbx
	Stbux
	Sthx
	Sthux
	Stwx
	Stwux
	Lhbrx
	Lwbrx
	Sthbrx
	Stwbrx
	Lwarx
	StwcxD
	Sync
	Eieio
	Dcbst
	Dcbf
	Icbi

	Lfs
	Lfsu
	Lfd
	Lfdu
	Stfs
	Stfsu
	Stfd
	Stfdu
	Lfsx
	Lfsux
	Lfdx
	Lfdux
	Stfsx
	Stfsux
	Stfdx
	Stfdux
	Stfiwx

	Fmr
	Fneg
	Fabs
	Fnabs
	Fadd
	Fadds
	Fsub
	Fsubs
	Fmul
	Fmuls
	Fdiv
	Fdivs
	Fmadd
	Fmadds
	Fmsub
	Fmsubs
	Fnmadd
	Fnmadds
	Fnmsub
	Fnmsubs
	Frsp
	Fctiw
	Fctiwz
	Fcmpu
	Fcmpo
	Fsel
	Mffs
	Mtfsf
	Mtfsb0
	Mtfsb1

	NumOps
)

// Row is the line of an instruction in the manual: its mnemonic, its operands in the order
// of assembler text, and its fields from bit 0 (the most significant) on, as "opcode
// field field ... ". A field is a number with its width, "266:9", or the name of an operand;
// "/" and a width is a reserved field. Rows that have an Rc bit end in Rc.
type Row struct {
	Name     string
	Operands string
	Fields   string
}

// The widths of the operand fields, and the bit each begins at, follow from the layout.
var table = [NumOps]Row{
	B:      {"b", "LI", "18:6 LI 0:1 0:1"},
	Bl:     {"bl", "LI", "18:6 LI 0:1 1:1"},
	Bc:     {"bc", "BO,BI,BD", "16:6 BO BI BD 0:1 0:1"},
	Bclr:   {"bclr", "BO,BI", "19:6 BO BI 0:5 16:10 0:1"},
	Bclrl:  {"bclrl", "BO,BI", "19:6 BO BI 0:5 16:10 1:1"},
	Bcctr:  {"bcctr", "BO,BI", "19:6 BO BI 0:5 528:10 0:1"},
	Bcctrl: {"bcctrl", "BO,BI", "19:6 BO BI 0:5 528:10 1:1"},
	Sc:     {"sc", "", "17:6 0:24 1:1 0:1"},
	Crand:  {"crand", "BT,BA,BB", "19:6 BT BA BB 257:10 0:1"},
	Cror:   {"cror", "BT,BA,BB", "19:6 BT BA BB 449:10 0:1"},
	Crxor:  {"crxor", "BT,BA,BB", "19:6 BT BA BB 193:10 0:1"},
	Crnand: {"crnand", "BT,BA,BB", "19:6 BT BA BB 225:10 0:1"},
	Crnor:  {"crnor", "BT,BA,BB", "19:6 BT BA BB 33:10 0:1"},
	Creqv:  {"creqv", "BT,BA,BB", "19:6 BT BA BB 289:10 0:1"},
	Crandc: {"crandc", "BT,BA,BB", "19:6 BT BA BB 129:10 0:1"},
	Crorc:  {"crorc", "BT,BA,BB", "19:6 BT BA BB 417:10 0:1"},
	Mcrf:   {"mcrf", "BF,BFA", "19:6 BF 0:2 BFA 0:2 0:5 0:10 0:1"},
	Isync:  {"isync", "", "19:6 0:15 150:10 0:1"},

	Addi:   {"addi", "RT,RA,SI", "14:6 RT RA SI"},
	Addis:  {"addis", "RT,RA,SI", "15:6 RT RA SI"},
	Addic:  {"addic", "RT,RA,SI", "12:6 RT RA SI"},
	AddicD: {"addic.", "RT,RA,SI", "13:6 RT RA SI"},
	Subfic: {"subfic", "RT,RA,SI", "8:6 RT RA SI"},
	Mulli:  {"mulli", "RT,RA,SI", "7:6 RT RA SI"},
	Add:    {"add", "RT,RA,RB", "31:6 RT RA RB 0:1 266:9 Rc"},
	Addc:   {"addc", "RT,RA,RB", "31:6 RT RA RB 0:1 10:9 Rc"},
	Adde:   {"adde", "RT,RA,RB", "31:6 RT RA RB 0:1 138:9 Rc"},
	Addze:  {"addze", "RT,RA", "31:6 RT RA 0:5 0:1 202:9 Rc"},
	Addme:  {"addme", "RT,RA", "31:6 RT RA 0:5 0:1 234:9 Rc"},
	Subf:   {"subf", "RT,RA,RB", "31:6 RT RA RB 0:1 40:9 Rc"},
	Subfc:  {"subfc", "RT,RA,RB", "31:6 RT RA RB 0:1 8:9 Rc"},
	Subfe:  {"subfe", "RT,RA,RB", "31:6 RT RA RB 0:1 136:9 Rc"},
	Subfze: {"subfze", "RT,RA", "31:6 RT RA 0:5 0:1 200:9 Rc"},
	Subfme: {"subfme", "RT,RA", "31:6 RT RA 0:5 0:1 232:9 Rc"},
	Neg:    {"neg", "RT,RA", "31:6 RT RA 0:5 0:1 104:9 Rc"},
	Mullw:  {"mullw", "RT,RA,RB", "31:6 RT RA RB 0:1 235:9 Rc"},
	Mulhw:  {"mulhw", "RT,RA,RB", "31:6 RT RA RB 0:1 75:9 Rc"},
	Mulhwu: {"mulhwu", "RT,RA,RB", "31:6 RT RA RB 0:1 11:9 Rc"},
	Divw:   {"divw", "RT,RA,RB", "31:6 RT RA RB 0:1 491:9 Rc"},
	Divwu:  {"divwu", "RT,RA,RB", "31:6 RT RA RB 0:1 459:9 Rc"},

	Cmpi:  {"cmpi", "BF,L,RA,SI", "11:6 BF 0:1 L RA SI"},
	Cmpli: {"cmpli", "BF,L,RA,UI", "10:6 BF 0:1 L RA UI"},
	Cmp:   {"cmp", "BF,L,RA,RB", "31:6 BF 0:1 L RA RB 0:10 0:1"},
	Cmpl:  {"cmpl", "BF,L,RA,RB", "31:6 BF 0:1 L RA RB 32:10 0:1"},
	Twi:   {"twi", "TO,RA,SI", "3:6 TO RA SI"},
	Tw:    {"tw", "TO,RA,RB", "31:6 TO RA RB 4:10 0:1"},

	AndiD:  {"andi.", "RA,RS,UI", "28:6 RS RA UI"},
	AndisD: {"andis.", "RA,RS,UI", "29:6 RS RA UI"},
	Ori:    {"ori", "RA,RS,UI", "24:6 RS RA UI"},
	Oris:   {"oris", "RA,RS,UI", "25:6 RS RA UI"},
	Xori:   {"xori", "RA,RS,UI", "26:6 RS RA UI"},
	Xoris:  {"xoris", "RA,RS,UI", "27:6 RS RA UI"},
	And:    {"and", "RA,RS,RB", "31:6 RS RA RB 28:10 Rc"},
	Andc:   {"andc", "RA,RS,RB", "31:6 RS RA RB 60:10 Rc"},
	Or:     {"or", "RA,RS,RB", "31:6 RS RA RB 444:10 Rc"},
	Orc:    {"orc", "RA,RS,RB", "31:6 RS RA RB 412:10 Rc"},
	Xor:    {"xor", "RA,RS,RB", "31:6 RS RA RB 316:10 Rc"},
	Nor:    {"nor", "RA,RS,RB", "31:6 RS RA RB 124:10 Rc"},
	Nand:   {"nand", "RA,RS,RB", "31:6 RS RA RB 476:10 Rc"},
	Eqv:    {"eqv", "RA,RS,RB", "31:6 RS RA RB 284:10 Rc"},
	Extsb:  {"extsb", "RA,RS", "31:6 RS RA 0:5 954:10 Rc"},
	Extsh:  {"extsh", "RA,RS", "31:6 RS RA 0:5 922:10 Rc"},
	Cntlzw: {"cntlzw", "RA,RS", "31:6 RS RA 0:5 26:10 Rc"},
	Slw:    {"slw", "RA,RS,RB", "31:6 RS RA RB 24:10 Rc"},
	Srw:    {"srw", "RA,RS,RB", "31:6 RS RA RB 536:10 Rc"},
	Sraw:   {"sraw", "RA,RS,RB", "31:6 RS RA RB 792:10 Rc"},
	Srawi:  {"srawi", "RA,RS,SH", "31:6 RS RA SH 824:10 Rc"},
	Rlwinm: {"rlwinm", "RA,RS,SH,MB,ME", "21:6 RS RA SH MB ME Rc"},
	Rlwimi: {"rlwimi", "RA,RS,SH,MB,ME", "20:6 RS RA SH MB ME Rc"},
	Rlwnm:  {"rlwnm", "RA,RS,RB,MB,ME", "23:6 RS RA RB MB ME Rc"},

	Mfspr: {"mfspr", "RT,SPR", "31:6 RT SPR 339:10 0:1"},
	Mtspr: {"mtspr", "SPR,RS", "31:6 RS SPR 467:10 0:1"},
	Mfcr:  {"mfcr", "RT", "31:6 RT 0:10 19:10 0:1"},
	Mtcrf: {"mtcrf", "FXM,RS", "31:6 RS 0:1 FXM 0:1 144:10 0:1"},

	Lbz:    {"lbz", "RT,D,RA", "34:6 RT RA D"},
	Lbzu:   {"lbzu", "RT,D,RA", "35:6 RT RA D"},
	Lhz:    {"lhz", "RT,D,RA", "40:6 RT RA D"},
	Lhzu:   {"lhzu", "RT,D,RA", "41:6 RT RA D"},
	Lha:    {"lha", "RT,D,RA", "42:6 RT RA D"},
	Lhau:   {"lhau", "RT,D,RA", "43:6 RT RA D"},
	Lwz:    {"lwz", "RT,D,RA", "32:6 RT RA D"},
	Lwzu:   {"lwzu", "RT,D,RA", "33:6 RT RA D"},
	Stb:    {"stb", "RS,D,RA", "38:6 RS RA D"},
	Stbu:   {"stbu", "RS,D,RA", "39:6 RS RA D"},
	Sth:    {"sth", "RS,D,RA", "44:6 RS RA D"},
	Sthu:   {"sthu", "RS,D,RA", "45:6 RS RA D"},
	Stw:    {"stw", "RS,D,RA", "36:6 RS RA D"},
	Stwu:   {"stwu", "RS,D,RA", "37:6 RS RA D"},
	Lmw:    {"lmw", "RT,D,RA", "46:6 RT RA D"},
	Stmw:   {"stmw", "RS,D,RA", "47:6 RS RA D"},
	Lbzx:   {"lbzx", "RT,RA,RB", "31:6 RT RA RB 87:10 0:1"},
	Lbzux:  {"lbzux", "RT,RA,RB", "31:6 RT RA RB 119:10 0:1"},
	Lhzx:   {"lhzx", "RT,RA,RB", "31:6 RT RA RB 279:10 0:1"},
	Lhzux:  {"lhzux", "RT,RA,RB", "31:6 RT RA RB 311:10 0:1"},
	Lhax:   {"lhax", "RT,RA,RB", "31:6 RT RA RB 343:10 0:1"},
	Lhaux:  {"lhaux", "RT,RA,RB", "31:6 RT RA RB 375:10 0:1"},
	Lwzx:   {"lwzx", "RT,RA,RB", "31:6 RT RA RB 23:10 0:1"},
	Lwzux:  {"lwzux", "RT,RA,RB", "31:6 RT RA RB 55:10 0:1"},
	Stbx:   {"stbx", "RS,RA,RB", "31:6 RS RA RB 215:10 0:1"},
	Stbux:  {"stbux", "RS,RA,RB", "31:6 RS RA RB 247:10 0:1"},
	Sthx:   {"sthx", "RS,RA,RB", "31:6 RS RA RB 407:10 0:1"},
	Sthux:  {"sthux", "RS,RA,RB", "31:6 RS RA RB 439:10 0:1"},
	Stwx:   {"stwx", "RS,RA,RB", "31:6 RS RA RB 151:10 0:1"},
	Stwux:  {"stwux", "RS,RA,RB", "31:6 RS RA RB 183:10 0:1"},
	Lhbrx:  {"lhbrx", "RT,RA,RB", "31:6 RT RA RB 790:10 0:1"},
	Lwbrx:  {"lwbrx", "RT,RA,RB", "31:6 RT RA RB 534:10 0:1"},
	Sthbrx: {"sthbrx", "RS,RA,RB", "31:6 RS RA RB 918:10 0:1"},
	Stwbrx: {"stwbrx", "RS,RA,RB", "31:6 RS RA RB 662:10 0:1"},
	Lwarx:  {"lwarx", "RT,RA,RB", "31:6 RT RA RB 20:10 0:1"},
	StwcxD: {"stwcx.", "RS,RA,RB", "31:6 RS RA RB 150:10 1:1"},
	Sync:   {"sync", "LS", "31:6 0:3 LS 0:10 598:10 0:1"},
	Eieio:  {"eieio", "", "31:6 0:15 854:10 0:1"},
	Dcbst:  {"dcbst", "RA,RB", "31:6 0:5 RA RB 54:10 0:1"},
	Dcbf:   {"dcbf", "RA,RB", "31:6 0:5 RA RB 86:10 0:1"},
	Icbi:   {"icbi", "RA,RB", "31:6 0:5 RA RB 982:10 0:1"},

	Lfs:    {"lfs", "FRT,D,RA", "48:6 FRT RA D"},
	Lfsu:   {"lfsu", "FRT,D,RA", "49:6 FRT RA D"},
	Lfd:    {"lfd", "FRT,D,RA", "50:6 FRT RA D"},
	Lfdu:   {"lfdu", "FRT,D,RA", "51:6 FRT RA D"},
	Stfs:   {"stfs", "FRS,D,RA", "52:6 FRS RA D"},
	Stfsu:  {"stfsu", "FRS,D,RA", "53:6 FRS RA D"},
	Stfd:   {"stfd", "FRS,D,RA", "54:6 FRS RA D"},
	Stfdu:  {"stfdu", "FRS,D,RA", "55:6 FRS RA D"},
	Lfsx:   {"lfsx", "FRT,RA,RB", "31:6 FRT RA RB 535:10 0:1"},
	Lfsux:  {"lfsux", "FRT,RA,RB", "31:6 FRT RA RB 567:10 0:1"},
	Lfdx:   {"lfdx", "FRT,RA,RB", "31:6 FRT RA RB 599:10 0:1"},
	Lfdux:  {"lfdux", "FRT,RA,RB", "31:6 FRT RA RB 631:10 0:1"},
	Stfsx:  {"stfsx", "FRS,RA,RB", "31:6 FRS RA RB 663:10 0:1"},
	Stfsux: {"stfsux", "FRS,RA,RB", "31:6 FRS RA RB 695:10 0:1"},
	Stfdx:  {"stfdx", "FRS,RA,RB", "31:6 FRS RA RB 727:10 0:1"},
	Stfdux: {"stfdux", "FRS,RA,RB", "31:6 FRS RA RB 759:10 0:1"},
	Stfiwx: {"stfiwx", "FRS,RA,RB", "31:6 FRS RA RB 983:10 0:1"},

	Fmr:     {"fmr", "FRT,FRB", "63:6 FRT 0:5 FRB 72:10 Rc"},
	Fneg:    {"fneg", "FRT,FRB", "63:6 FRT 0:5 FRB 40:10 Rc"},
	Fabs:    {"fabs", "FRT,FRB", "63:6 FRT 0:5 FRB 264:10 Rc"},
	Fnabs:   {"fnabs", "FRT,FRB", "63:6 FRT 0:5 FRB 136:10 Rc"},
	Fadd:    {"fadd", "FRT,FRA,FRB", "63:6 FRT FRA FRB 0:5 21:5 Rc"},
	Fadds:   {"fadds", "FRT,FRA,FRB", "59:6 FRT FRA FRB 0:5 21:5 Rc"},
	Fsub:    {"fsub", "FRT,FRA,FRB", "63:6 FRT FRA FRB 0:5 20:5 Rc"},
	Fsubs:   {"fsubs", "FRT,FRA,FRB", "59:6 FRT FRA FRB 0:5 20:5 Rc"},
	Fmul:    {"fmul", "FRT,FRA,FRC", "63:6 FRT FRA 0:5 FRC 25:5 Rc"},
	Fmuls:   {"fmuls", "FRT,FRA,FRC", "59:6 FRT FRA 0:5 FRC 25:5 Rc"},
	Fdiv:    {"fdiv", "FRT,FRA,FRB", "63:6 FRT FRA FRB 0:5 18:5 Rc"},
	Fdivs:   {"fdivs", "FRT,FRA,FRB", "59:6 FRT FRA FRB 0:5 18:5 Rc"},
	Fmadd:   {"fmadd", "FRT,FRA,FRC,FRB", "63:6 FRT FRA FRB FRC 29:5 Rc"},
	Fmadds:  {"fmadds", "FRT,FRA,FRC,FRB", "59:6 FRT FRA FRB FRC 29:5 Rc"},
	Fmsub:   {"fmsub", "FRT,FRA,FRC,FRB", "63:6 FRT FRA FRB FRC 28:5 Rc"},
	Fmsubs:  {"fmsubs", "FRT,FRA,FRC,FRB", "59:6 FRT FRA FRB FRC 28:5 Rc"},
	Fnmadd:  {"fnmadd", "FRT,FRA,FRC,FRB", "63:6 FRT FRA FRB FRC 31:5 Rc"},
	Fnmadds: {"fnmadds", "FRT,FRA,FRC,FRB", "59:6 FRT FRA FRB FRC 31:5 Rc"},
	Fnmsub:  {"fnmsub", "FRT,FRA,FRC,FRB", "63:6 FRT FRA FRB FRC 30:5 Rc"},
	Fnmsubs: {"fnmsubs", "FRT,FRA,FRC,FRB", "59:6 FRT FRA FRB FRC 30:5 Rc"},
	Frsp:    {"frsp", "FRT,FRB", "63:6 FRT 0:5 FRB 12:10 Rc"},
	Fctiw:   {"fctiw", "FRT,FRB", "63:6 FRT 0:5 FRB 14:10 Rc"},
	Fctiwz:  {"fctiwz", "FRT,FRB", "63:6 FRT 0:5 FRB 15:10 Rc"},
	Fcmpu:   {"fcmpu", "BF,FRA,FRB", "63:6 BF 0:2 FRA FRB 0:10 0:1"},
	Fcmpo:   {"fcmpo", "BF,FRA,FRB", "63:6 BF 0:2 FRA FRB 32:10 0:1"},
	Fsel:    {"fsel", "FRT,FRA,FRC,FRB", "63:6 FRT FRA FRB FRC 23:5 Rc"},
	Mffs:    {"mffs", "FRT", "63:6 FRT 0:10 583:10 Rc"},
	Mtfsf:   {"mtfsf", "FLM,FRB", "63:6 0:1 FLM 0:1 FRB 711:10 Rc"},
	Mtfsb0:  {"mtfsb0", "BT", "63:6 BT 0:10 70:10 Rc"},
	Mtfsb1:  {"mtfsb1", "BT", "63:6 BT 0:10 38:10 Rc"},
}
