//go:build go1.23

// coroutines: iterators pulled from, in the middle of their sequence; range over functions.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"heapprograms/quiet"
)

type item struct {
	name string
	next *item
	data [20]int
}

var (
	pulls []func() (*item, bool)
	pairs []func() (string, *item, bool)
	rest  = make(chan int)
	total int
)

func newItem(i int) *item { return &item{name: fmt.Sprint("item ", i), next: &item{}} }

func sequence(n int) iter.Seq[*item] {
	return func(yield func(*item) bool) {
		kept := newItem(n)
		for i := range n {
			if !yield(newItem(i)) {
				return
			}
			total += len(kept.name)
		}
	}
}

func main() {
	for i := range 800 {
		next, _ := iter.Pull(sequence(10 + i%10))
		for range i % 7 {
			next()
		}
		pulls = append(pulls, next)
		both, _ := iter.Pull2(maps.All(map[string]*item{"a": newItem(i), "b": newItem(i)}))
		if i%2 == 0 {
			both()
		}
		pairs = append(pairs, both)
		go func() {
			for value := range sequence(5) {
				for _, inner := range slices.Collect(sequence(3)) {
					<-rest
					total += len(value.name) + len(inner.name)
				}
			}
		}()
	}
	quiet.Rest(nil)
}
