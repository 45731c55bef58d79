package substrate

import "gojvm/codegen/ssa"

// function is a function literal, or the whole program.
type function struct {
	name   string
	params []*variable
	body   []stmt
	outer  *function
	line   int

	captured []*variable // variables of enclosing functions used here, in the order of the environment
}

// variable is a local variable or parameter.
type variable struct {
	name  string
	owner *function
	// cell: an inner function uses the variable, so that it lives in a cell on the heap.
	cell bool
	id   int
	typ  ssa.Type // of its SSA values
}

type stmt interface{}

type (
	letStmt struct {
		v    *variable
		x    expr
		line int
	}
	assignStmt struct {
		v *variable
		x expr
	}
	storeStmt struct {
		list, index, x expr
		line           int
	}
	exprStmt   struct{ x expr }
	returnStmt struct{ x expr }
	ifStmt     struct {
		cond      expr
		then, els []stmt
	}
	whileStmt struct {
		cond expr
		body []stmt
	}
	forStmt struct {
		v    *variable
		list expr
		body []stmt
		line int
	}
	jumpStmt  struct{ cont bool }
	throwStmt struct {
		x    expr
		line int
	}
	tryStmt struct {
		body    []stmt
		v       *variable
		handler []stmt
	}
	lockStmt struct {
		x    expr
		body []stmt
		line int
	}
)

type expr interface{}

type (
	numberExpr struct{ x float64 }
	stringExpr struct{ s string }
	constExpr  struct{ kind string } // nil, true, false
	varExpr    struct{ v *variable }
	listExpr   struct {
		elems []expr
		line  int
	}
	fnExpr    struct{ f *function }
	unaryExpr struct {
		op   string
		x    expr
		line int
	}
	binaryExpr struct {
		op   string
		l, r expr
		line int
	}
	logicExpr struct {
		and  bool
		l, r expr
	}
	indexExpr struct {
		list, index expr
		line        int
	}
	callExpr struct {
		f    expr
		args []expr
		line int
	}
	builtinExpr struct {
		number int
		args   []expr
		line   int
	}
)
