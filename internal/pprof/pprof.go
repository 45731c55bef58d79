// Package pprof writes profiles in the form that `go tool pprof` reads: the message Profile of
// profile.proto (github.com/google/pprof), compressed by gzip. It has what a profiler of
// programs in any language needs to write, and reads nothing.
package pprof

import (
	"cmp"
	"compress/gzip"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ValueType names a quantity and its unit, such as cpu and nanoseconds.
type ValueType struct{ Type, Unit string }

// Line is a place in a function.
type Line struct {
	Function uint64 // from Builder.Function
	Line     int    // 0 if not known
}

// Label is a property of a sample.
type Label struct{ Key, Value string }

// Builder collects samples; equal ones are added up. It is not safe for concurrent use.
type Builder struct {
	types     []ValueType
	period    ValueType
	every     int64
	started   time.Time
	comments  []string
	functions map[function]uint64
	funcs     []function
	locations map[any]uint64
	places    []location
	samples   map[string]*sample
}

type function struct {
	name, system, file string
	line               int
}

type location struct {
	address uint64
	lines   []Line
}

type sample struct {
	stack  []uint64
	labels []Label
	values []int64
}

// New makes a profile of the given quantities, the last of which is what tools show first.
// A sample was taken every so many units of period.
func New(types []ValueType, period ValueType, every int64) *Builder {
	return &Builder{types: types, period: period, every: every, started: time.Now(),
		functions: map[function]uint64{}, locations: map[any]uint64{}, samples: map[string]*sample{}}
}

// Comment adds a line of text.
func (b *Builder) Comment(text string) { b.comments = append(b.comments, text) }

// Function returns the number of a function: its name as people read it, as the system knows it,
// its source file, and the line at which it begins or 0.
func (b *Builder) Function(name, system, file string, line int) uint64 {
	f := function{name, system, file, line}
	id := b.functions[f]
	if id == 0 {
		b.funcs = append(b.funcs, f)
		id = uint64(len(b.funcs))
		b.functions[f] = id
	}
	return id
}

// Location returns the number of the place that key stands for. At the first time describe
// gives its address, or 0, and its lines: of several, each is inlined into the next.
func (b *Builder) Location(key any, describe func() (address uint64, lines []Line)) uint64 {
	id := b.locations[key]
	if id == 0 {
		address, lines := describe()
		b.places = append(b.places, location{address, lines})
		id = uint64(len(b.places))
		b.locations[key] = id
	}
	return id
}

// Add adds a sample: locations, innermost first, labels, and a value for each quantity. It
// keeps neither slice.
func (b *Builder) Add(stack []uint64, labels []Label, values ...int64) {
	var key strings.Builder
	for _, id := range stack {
		key.WriteString(strconv.FormatUint(id, 36))
		key.WriteByte(' ')
	}
	for _, l := range labels {
		key.WriteString(l.Key + "\x00" + l.Value + "\x00")
	}
	s := b.samples[key.String()]
	if s == nil {
		s = &sample{slices.Clone(stack), slices.Clone(labels), make([]int64, len(b.types))}
		b.samples[key.String()] = s
	}
	for i, v := range values {
		s.values[i] += v
	}
}

// Relabel replaces the values of labels with a key, at the end, by what name says.
func (b *Builder) Relabel(key string, name func(value string) string) {
	old := b.samples
	b.samples = map[string]*sample{}
	for _, s := range old {
		for i, l := range s.labels {
			if l.Key == key {
				s.labels[i].Value = name(l.Value)
			}
		}
		b.Add(s.stack, s.labels, s.values...)
	}
}

// Numbers of the fields of profile.proto.
const (
	profileSampleType, profileSample, profileMapping, profileLocation, profileFunction = 1, 2, 3, 4, 5
	profileStrings, profileTime, profileDuration, profilePeriodType, profilePeriod     = 6, 9, 10, 11, 12
	profileComment, profileDefault                                                     = 13, 14

	valueType, valueUnit                                              = 1, 2
	sampleLocation, sampleValue, sampleLabel                          = 1, 2, 3
	labelKey, labelString                                             = 1, 2
	mappingID, mappingLimit, mappingFile                              = 1, 3, 5
	mappingFunctions, mappingFilenames, mappingLines, mappingInlines  = 7, 8, 9, 10
	locationID, locationMapping, locationAddress, locationLine        = 1, 2, 3, 4
	lineFunction, lineLine                                            = 1, 2
	functionID, functionName, functionSystem, functionFile, startLine = 1, 2, 3, 4, 5
)

// Write writes the profile, in an order that does not depend on chance.
func (b *Builder) Write(w io.Writer) error {
	var m message
	str := newStringTable()
	value := func(t ValueType) message {
		var v message
		v.number(valueType, str.index(t.Type))
		v.number(valueUnit, str.index(t.Unit))
		return v
	}
	for _, t := range b.types {
		m.bytes(profileSampleType, value(t))
	}
	keys := make([]string, 0, len(b.samples))
	for k := range b.samples {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y string) int {
		last := len(b.types) - 1
		return cmp.Or(cmp.Compare(b.samples[y].values[last], b.samples[x].values[last]), cmp.Compare(x, y))
	})
	for _, k := range keys {
		m.bytes(profileSample, b.sample(b.samples[k], str))
	}
	// One mapping that has all names, so that tools look for no binary.
	var mp message
	mp.number(mappingID, 1)
	mp.number(mappingLimit, 1<<63)
	mp.number(mappingFile, str.index("gojvm"))
	for _, f := range []int{mappingFunctions, mappingFilenames, mappingLines, mappingInlines} {
		mp.number(f, 1)
	}
	m.bytes(profileMapping, mp)
	for i, l := range b.places {
		var x message
		x.number(locationID, uint64(i+1))
		x.number(locationMapping, 1)
		x.number(locationAddress, l.address)
		for _, n := range l.lines {
			var y message
			y.number(lineFunction, n.Function)
			y.number(lineLine, uint64(max(n.Line, 0)))
			x.bytes(locationLine, y)
		}
		m.bytes(profileLocation, x)
	}
	for i, f := range b.funcs {
		var x message
		x.number(functionID, uint64(i+1))
		x.number(functionName, str.index(f.name))
		x.number(functionSystem, str.index(f.system))
		x.number(functionFile, str.index(f.file))
		x.number(startLine, uint64(max(f.line, 0)))
		m.bytes(profileFunction, x)
	}
	m.number(profileTime, uint64(b.started.UnixNano()))
	m.number(profileDuration, uint64(time.Since(b.started)))
	m.bytes(profilePeriodType, value(b.period))
	m.number(profilePeriod, uint64(b.every))
	for _, c := range b.comments {
		m.number(profileComment, str.index(c))
	}
	m.number(profileDefault, str.index(b.types[len(b.types)-1].Type))
	for _, s := range str.list {
		m.bytes(profileStrings, message(s))
	}
	z := gzip.NewWriter(w)
	if _, err := z.Write(m); err != nil {
		return err
	}
	return z.Close()
}

func (b *Builder) sample(s *sample, str *stringTable) message {
	var m, ids, values message
	for _, id := range s.stack {
		ids.varint(id)
	}
	for _, v := range s.values {
		values.varint(uint64(v))
	}
	m.bytes(sampleLocation, ids)
	m.bytes(sampleValue, values)
	for _, l := range s.labels {
		var x message
		x.number(labelKey, str.index(l.Key))
		x.number(labelString, str.index(l.Value))
		m.bytes(sampleLabel, x)
	}
	return m
}

// stringTable numbers strings; 0 is the empty one.
type stringTable struct {
	list []string
	ids  map[string]uint64
}

func newStringTable() *stringTable {
	return &stringTable{list: []string{""}, ids: map[string]uint64{"": 0}}
}

func (t *stringTable) index(s string) uint64 {
	id, ok := t.ids[s]
	if !ok {
		id = uint64(len(t.list))
		t.list = append(t.list, s)
		t.ids[s] = id
	}
	return id
}

// message is an encoded message of protocol buffers.
type message []byte

func (m *message) varint(v uint64) {
	for v >= 0x80 {
		*m = append(*m, byte(v)|0x80)
		v >>= 7
	}
	*m = append(*m, byte(v))
}

// number appends a field of type int64, uint64 or bool; the default, 0, is left out.
func (m *message) number(field int, v uint64) {
	if v != 0 {
		m.varint(uint64(field) << 3)
		m.varint(v)
	}
}

// bytes appends a field that is a string, a message, or packed numbers.
func (m *message) bytes(field int, v message) {
	m.varint(uint64(field)<<3 | 2)
	m.varint(uint64(len(v)))
	*m = append(*m, v...)
}
