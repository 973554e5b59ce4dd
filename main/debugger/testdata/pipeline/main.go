// A few goroutines that wait, values of every kind, and a call that was worth inlining.
package main

import (
	"fmt"
	"os"
	"time"
)

type order struct {
	name  string
	lines []int
	next  *order
}

type priced interface{ price() int }

type fixed struct{ cents int }

func (f *fixed) price() int { return f.cents }

var stock = map[string]*order{"tea": {name: "tea", lines: []int{1, 2, 3}}}

var total, calls int

func consume(id int, in <-chan int, done chan<- int) {
	sum := 0
	for v := range in {
		sum += v
	}
	done <- sum + id
}

func double(n int) int {
	calls++
	return n * 2
}

//go:noinline
func work(n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		sum += double(i) // line of the inlined call
	}
	return sum
}

func main() {
	in, done := make(chan int), make(chan int)
	buffered := make(chan string, 4)
	buffered <- "first"
	buffered <- "second"
	go consume(1, in, done)
	go consume(2, in, done)
	time.Sleep(50 * time.Millisecond) // until both wait
	first := &order{name: "first", lines: []int{4, 5}, next: stock["tea"]}
	var item priced = &fixed{cents: 250}
	bytes := []byte("grüße")
	twice := double
	total = work(5) // stop here
	later := item.price()
	_ = twice
	fmt.Println("total", total, later, first.name, string(bytes), len(buffered))
	if len(os.Args) > 1 && os.Args[1] == "panic" {
		panic("no stock")
	}
	if len(os.Args) > 1 && os.Args[1] == "forever" {
		for {
			total++
			time.Sleep(time.Millisecond)
		}
	}
	in <- total
	close(in)
	fmt.Println(<-done + <-done)
	os.Exit(3)
}
