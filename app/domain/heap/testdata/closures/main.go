// closures keeps func values that captured variables of many kinds.
package main

import (
	"fmt"
	"os"
	"time"
)

type point struct{ x, y int }

var (
	many, first, second func() int
	generics            []func() int
	wide                func() [6]int
	numbers             func() float64
	received            func() int
	sink                = os.Stderr
)

//go:noinline
func captureMany(total int, label string, p *point, list []int, small int8, fail error) func() int {
	return func() int {
		total++
		fmt.Fprint(sink, label, list, fail)
		return total + len(label) + p.x + int(small)
	}
}

// Functions so short that the next one's code is near.
//
//go:noinline
func captureTwice() (func() int, func() int) {
	n, m := 41, 17
	m++
	return func() int { n++; return n }, func() int { return m }
}

func captureGeneric[T any](value T, n int) func() int {
	return func() int { fmt.Fprint(sink, value); return n }
}

//go:noinline
func captureWide(before int, numbers [6]int, after string) func() [6]int {
	return func() [6]int { fmt.Fprint(sink, before, after); return numbers }
}

//go:noinline
func captureNumbers(a float64, b float32, c uint16) func() float64 {
	return func() float64 { return a + float64(b) + float64(c) }
}

func (p *point) sum() int { return p.x + p.y }

func main() {
	p := &point{3, 4}
	many = captureMany(1, "text", p, []int{5, 6}, -7, nil)
	first, second = captureTwice()
	generics = []func() int{captureGeneric("word", 8), captureGeneric(2.5, 9)}
	wide = captureWide(1, [6]int{1, 2, 3, 4, 5, 6}, "z")
	numbers = captureNumbers(0.5, 1.5, 65535)
	received = p.sum
	fmt.Println("READY")
	for {
		time.Sleep(time.Hour)
	}
}
