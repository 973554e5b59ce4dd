//go:build go1.24

package main

import (
	"fmt"
	"runtime"
	"unique"
	"weak"
)

type watched struct {
	name string
	part *part
}

var (
	weakHeld    []weak.Pointer[watched]
	strong      []*watched
	interiors   []weak.Pointer[*part]
	uniques     []unique.Handle[string]
	uniqueWides []unique.Handle[[4]string]
	cleaned     []*watched
	handles     []runtime.Cleanup
)

func newWatched(i int) *watched {
	return &watched{fmt.Sprint("watched ", i), &part{make([]byte, 200+i%300)}}
}

func init() {
	before = func() {
		for i := range 2_000 {
			w := newWatched(i)
			weakHeld = append(weakHeld, weak.Make(w))
			if i%2 == 0 {
				strong = append(strong, w)
			}
			inside := newWatched(i)
			interiors = append(interiors, weak.Make(&inside.part))
			strong = append(strong, inside)
			uniques = append(uniques, unique.Make(fmt.Sprint("unique ", i)))
			uniqueWides = append(uniqueWides, unique.Make([4]string{fmt.Sprint(i), "wide"}))
			dropUnique(i)
			c := newWatched(i)
			runtime.AddCleanup(c, func(p *part) { p.data = nil }, newWatched(i).part)
			runtime.AddCleanup(c, func(n int) {}, i)
			cleaned = append(cleaned, c)
			stopped := newWatched(i)
			handle := runtime.AddCleanup(stopped, func(p *part) {}, newWatched(i).part)
			if i%2 == 0 {
				handle.Stop()
			}
			handles = append(handles, handle)
			cleaned = append(cleaned, stopped)
		}
		stickCleanups()
	}
}

// stickCleanups blocks what runs cleanups, by what waitForCleanup waits for; the next ones wait in a queue.
func stickCleanups() {
	entered := make(chan int, 64)
	for range 64 {
		runtime.AddCleanup(newWatched(0), func(c chan int) { c <- 1; <-gate }, entered)
	}
	waitForCleanup(entered)
	for i := range 2_000 {
		runtime.AddCleanup(newWatched(i), func(p *part) { p.data = nil }, newWatched(i).part)
	}
}
