// goroutines: ten thousand of them, some with deep stacks, that grew, shrank, or are about to start.
package main

import (
	"fmt"
	"runtime"

	"heapprograms/quiet"
)

type frame struct {
	name  string
	above *frame
	data  [4]int
}

var (
	rest  = make(chan *frame)
	ended = make(chan int)
	total int
)

//go:noinline
func descend(depth int, above *frame, values ...*frame) *frame {
	mine := &frame{fmt.Sprint("frame ", depth), above, [4]int{depth}}
	var local [7]*frame
	local[depth%7] = mine
	if depth == 0 {
		return <-rest
	}
	if depth%3 == 0 {
		defer func() { total += len(mine.name) }()
	}
	below := descend(depth-1, mine, above, mine)
	values[0] = below
	return local[depth%7]
}

//go:noinline
func grow(depth int, pad [30]*frame) int {
	if depth == 0 {
		return 0
	}
	pad[depth%30] = &frame{data: [4]int{depth}}
	return grow(depth-1, pad) + pad[depth%30].data[0]
}

func arguments(a string, b []*frame, c map[int]*frame, d func() *frame, e any, f [3]*frame) {
	<-rest
	total += len(a) + len(b) + len(c) + len(d().name) + e.(*frame).data[0] + f[1].data[0]
}

func main() {
	for i := range 4_000 {
		go descend(2+i%5, nil, nil)
	}
	for i := range 200 {
		go descend(100+i, &frame{name: "top"}, nil)
	}
	for i := range 10 {
		go descend(3_000+i, nil, nil)
	}
	for i := range 500 {
		mine := &frame{name: fmt.Sprint("shrunk ", i)}
		go func() { // its stack grew, and the collector makes it small again
			grow(300, [30]*frame{})
			ended <- 1
			<-rest
			total += len(mine.name)
		}()
	}
	for range 500 {
		<-ended
	}
	for i := range 2_000 {
		go func() { grow(i%40, [30]*frame{}); ended <- 1 }() // dead ones: their g is used again
	}
	for range 2_000 {
		<-ended
	}
	for i := range 2_000 {
		f := &frame{name: fmt.Sprint("argument ", i)}
		go arguments(fmt.Sprint("text ", i), []*frame{{}, f}, map[int]*frame{i: {}}, func() *frame { return f },
			&frame{}, [3]*frame{f, {}, nil})
	}
	for i := range 30 {
		go func() { runtime.LockOSThread(); x := &frame{}; <-rest; total += x.data[0] + i }()
	}
	quiet.Rest(nil)
}
