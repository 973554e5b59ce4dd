package main

import (
	"reflect"
	"unsafe"
)

// A shape is a stack above the waiting; name is noted with what it keeps.
type shape struct {
	name string
	run  func(name string, wait func())
}

// hold keeps locals of every kind while the shape below it waits.
func hold(name string, run func(string, func()), wait func()) {
	one := keep(name + ": local")
	array := [4]*leaf{keep(name + ": array"), nil, keep(name + ": array end")}
	byKey := map[int]*leaf{1: keep(name + ": map")}
	var boxed any = keep(name + ": interface")
	text := string(make([]byte, 40+len(name)))
	note(unsafe.Pointer(unsafe.StringData(text)), name+": string")
	slice := []*leaf{keep(name + ": slice"), keep(name + ": slice")}
	captured, changed := keep(name+": captured"), keep(name+": captured by reference")
	closure := func() { use(captured, changed); changed = captured }
	whole := keep(name + ": by its middle")
	middle := &whole.data[2]
	value := pair{keep(name + ": field"), 1, keep(name + ": field")}
	run(name, wait)
	use(one, array[0], array[2], byKey[1], boxed.(*leaf))
	use(slice...)
	closure()
	total += len(text) + int(text[3]) + *middle
	use(value.a, value.b)
}

type pair struct {
	a *leaf
	n int
	b *leaf
}

type wide struct {
	leaves [12]*leaf
	n      int
}

type waiter interface{ waitIn(func()) }

func (p pair) waitIn(wait func())  { wait(); use(p.a, p.b) }
func (l *leaf) WaitIn(wait func()) { wait(); use(l) }

//go:noinline
func throughPointer(to **leaf, wait func()) { wait(); use(*to) }

//go:noinline
func throughSlice(leaves []*leaf, wait func()) { wait(); use(leaves...) }

//go:noinline
func byValue(w wide, wait func()) { wait(); use(w.leaves[:]...) }

//go:noinline
func throughField(p *pair, wait func()) { b := &p.b; wait(); use(*b) }

//go:noinline
func recurse(name string, depth int, above *leaf, wait func()) int {
	mine := keep(name + ": recursion")
	var local [3]*leaf
	local[depth%3] = mine
	if depth == 0 {
		wait()
	} else {
		recurse(name, depth-1, mine, wait)
	}
	use(above, local[depth%3])
	return depth
}

//go:noinline
func result(name string, wait func()) (kept *leaf, err error) {
	kept = keep(name + ": result")
	defer func() { wait(); use(kept) }()
	return kept, nil
}

//go:noinline
func panicking(name string, wait func()) (kept *leaf) {
	local := keep(name + ": local of a panic")
	kept = keep(name + ": result of a panic")
	defer func() { wait(); recover(); use(local, kept) }()
	panic(name)
}

//go:noinline
func faulting(name string, wait func()) (kept *leaf) {
	local := keep(name + ": local of a fault")
	kept = keep(name + ": result of a fault")
	defer func() { wait(); recover(); use(local, kept) }()
	var nothing *leaf
	total += nothing.id
	return kept
}

//go:noinline
func deferring(name string, wait func()) {
	for range 3 {
		l := keep(name + ": deferred")
		defer func() { use(l) }()
	}
	defer use(keep(name + ": argument of a deferred call"))
	wait()
}

//go:noinline
func many(a, b, c, d, e, f, g, h, i, j, k, l *leaf, wait func()) *leaf {
	wait()
	use(a, b, c, d, e, f, g, h, i, j, k, l)
	return a
}

func generic[T any](value T, consume func(T), wait func()) { wait(); consume(value) }

//go:noinline
func large(name string, wait func()) {
	var array [2000]*leaf
	array[1999] = keep(name + ": far end of a large frame")
	throughSlice(array[1990:], wait2(wait, array[1999]))
	use(array[1999])
}

func wait2(wait func(), fill *leaf) func() { return func() { wait(); use(fill) } }

var shapes = []shape{
	{"plain", func(_ string, wait func()) { wait() }},
	{"pointer", func(name string, wait func()) { l := keep(name); throughPointer(&l, wait); use(l) }},
	{"slice of the stack", func(name string, wait func()) {
		var array [5]*leaf
		for i := range array {
			array[i] = keep(name)
		}
		func(leaves []*leaf) { wait(); use(leaves...) }(array[:])
	}},
	{"wide argument", func(name string, wait func()) {
		var w wide
		for i := range w.leaves {
			w.leaves[i] = keep(name)
		}
		byValue(w, wait)
	}},
	{"field of the stack", func(name string, wait func()) {
		p := pair{b: keep(name)}
		throughField(&p, wait)
	}},
	{"recursion", func(name string, wait func()) { recurse(name, 30, keep(name), wait) }},
	{"result", func(name string, wait func()) { kept, _ := result(name, wait); use(kept) }},
	{"panic", func(name string, wait func()) { panicking(name, wait) }},
	{"fault", func(name string, wait func()) { faulting(name, wait) }},
	{"deferred calls", deferring},
	{"interface method", func(name string, wait func()) {
		var w waiter = pair{keep(name), 1, keep(name)}
		w.waitIn(wait)
	}},
	{"method value", func(name string, wait func()) { f := keep(name).WaitIn; f(wait) }},
	{"generic", func(name string, wait func()) {
		generic(keep(name), func(l *leaf) { use(l) }, wait)
		generic(pair{keep(name), 1, keep(name)}, func(p pair) { use(p.a) }, func() {})
	}},
	{"generic value", func(name string, wait func()) {
		generic(pair{keep(name), 1, keep(name)}, func(p pair) { use(p.a, p.b) }, wait)
	}},
	{"many arguments", func(name string, wait func()) {
		l := func() *leaf { return keep(name) }
		many(l(), l(), l(), l(), l(), l(), l(), l(), l(), l(), l(), l(), wait)
	}},
	{"reflect.MakeFunc", func(name string, wait func()) {
		kind := reflect.TypeOf(func(*leaf, string) *leaf { return nil })
		made := reflect.MakeFunc(kind, func(arguments []reflect.Value) []reflect.Value {
			wait()
			return arguments[:1]
		})
		use(made.Interface().(func(*leaf, string) *leaf)(keep(name), name))
	}},
	{"reflected method", func(name string, wait func()) {
		reflect.ValueOf(keep(name)).MethodByName("WaitIn").Interface().(func(func()))(wait)
	}},
	{"reflected call", func(name string, wait func()) {
		reflect.ValueOf(keep(name)).MethodByName("WaitIn").Call([]reflect.Value{reflect.ValueOf(wait)})
	}},
	{"large frame", large},
}
