// panics: goroutines in the middle of panics, recoveries, deferred calls, runtime.Goexit.
package main

import (
	"errors"
	"fmt"
	"runtime"

	"heapprograms/quiet"
)

type state struct {
	name string
	data []byte
	next *state
}

var (
	rest  = make(chan int)
	total int
)

func newState(i int) *state {
	return &state{fmt.Sprint("state ", i), make([]byte, 300), &state{}}
}

func use(s *state) { total += len(s.name) + len(s.data) }

func deferred(i int) {
	a, b := newState(i), newState(i)
	defer use(a)
	defer func() { use(b) }()
	<-rest
}

func inLoop(i int) {
	for j := range 1 + i%10 {
		s := newState(j)
		defer use(s)
		defer func() { s.next = nil }()
	}
	<-rest
}

func inPanic(i int) (result *state) {
	before := newState(i)
	result = newState(i)
	defer func() {
		value := recover()
		use(before)
		use(result)
		total += len(value.(*state).name)
	}()
	defer func() { <-rest; use(before) }()
	panic(newState(i))
}

func nested(i int) {
	outer := newState(i)
	defer func() { use(outer); recover() }()
	defer func() {
		inner := newState(i)
		defer func() { recover(); <-rest; use(inner); use(outer) }()
		panic(fmt.Errorf("second %d", i))
	}()
	panic(errors.New("first"))
}

func afterRecover(i int) {
	kept := newState(i)
	func() {
		defer func() { recover() }()
		var nothing *state
		use(nothing)
	}()
	<-rest
	use(kept)
}

func nilFault(i int) {
	kept, lost := newState(i), newState(i)
	defer func() { <-rest; use(kept); recover() }()
	var nothing *state
	total += len(nothing.name) + len(lost.name)
}

func goexit(i int) {
	kept := newState(i)
	defer func() { <-rest; use(kept) }()
	runtime.Goexit()
}

func rethrow(i int) {
	kept := newState(i)
	defer func() { recover(); use(kept) }()
	defer func() {
		value := recover()
		defer func() { <-rest; use(kept) }()
		panic(value)
	}()
	panic(newState(i))
}

//go:noinline
func conditional(i int) {
	a := newState(i)
	if i%2 == 0 {
		defer use(a)
	}
	if i%3 == 0 {
		b := newState(i)
		defer func() { use(b) }()
	}
	<-rest
}

func main() {
	for i := range 400 {
		for _, f := range []func(int){deferred, inLoop, nested, afterRecover, nilFault, goexit, rethrow, conditional} {
			go f(i)
		}
		go inPanic(i)
	}
	defer use(newState(-1))
	quiet.Rest(nil, newState(-2))
}
