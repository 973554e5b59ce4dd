// finalizers: finalizers set, queued and stuck; on the first word, in the middle, on tiny objects.
package main

import (
	"fmt"
	"os"
	"runtime"

	"heapprograms/quiet"
)

type resource struct {
	name string
	part *part
	back *resource
}

type part struct{ data []byte }

var (
	held   []*resource
	files  []*os.File
	gate   = make(chan int)
	reborn []*resource
	before = func() {}
	pinner runtime.Pinner
)

func newResource(i int) *resource {
	return &resource{fmt.Sprint("resource ", i), &part{make([]byte, 300+i%300)}, nil}
}

func fill() {
	for i := range 3_000 {
		r := newResource(i)
		runtime.SetFinalizer(r, func(r *resource) { reborn = append(reborn, r) })
		if i%2 == 0 {
			held = append(held, r)
		}
		captured := newResource(i)
		h := newResource(i)
		runtime.SetFinalizer(h, func(*resource) { captured.part = nil })
		held = append(held, h)
		// Only its part is held: the finalizer's own object waits, its referents are kept.
		whole := newResource(i)
		whole.part.data[0] = 1
		runtime.SetFinalizer(whole.part, func(*part) {})
		held = append(held, &resource{part: whole.part})
		pinned := newResource(i)
		pinner.Pin(pinned)
	}
	for range 20 {
		r, w, err := os.Pipe()
		if err != nil {
			panic(err)
		}
		files = append(files, r, w)
	}
}

// stick blocks the goroutine that runs finalizers: what is found dead from then on waits in its queue.
func stick() {
	stuck := make(chan int)
	func() {
		runtime.SetFinalizer(newResource(0), func(r *resource) {
			close(stuck)
			<-gate
			r.part = nil
		})
	}()
	for done := false; !done; {
		runtime.GC()
		select {
		case <-stuck:
			done = true
		default:
			runtime.Gosched()
		}
	}
	for i := range 2_000 {
		r := newResource(i)
		runtime.SetFinalizer(r, func(r *resource) { r.part = nil })
	}
}

func main() {
	fill()
	stick()
	before()
	quiet.Rest(nil, &pinner)
}
