// holdall holds objects in every way a Go program can: the heap graph's test reads it from outside.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

type entry struct {
	name    string
	payload []byte
}

type node struct {
	next  *node
	value int
}

type job struct {
	id   int
	body []byte
}

type shape interface{ area() int }

type square struct {
	side  int
	label *string
}

func (s *square) area() int { return s.side * s.side }

type server struct {
	mu       sync.Mutex
	sessions map[int]*entry
	history  [][]byte
}

// wide is larger than 512 bytes: the allocator puts a header in front of it.
type wide struct {
	parts [80]*entry
}

var (
	cache    = map[string]*entry{}
	few      = map[string]*entry{}
	list     *node
	jobs     = make(chan *job, 64)
	sink     any
	shapes   []shape
	handlers = map[string]func(){}
	shared   = map[string][]byte{}
	large    []*entry
	wides    []*wide
	gate     = make(chan int)
	released = make(chan int)
	pinned   *finalized
)

// guarded is not a bare mutex: the allocator packs several of those into one block, and a block is
// reachable as soon as one of them is.
type guarded struct {
	mu    sync.Mutex
	value *entry
}

type finalized struct{ body []byte }

func payload(size int) []byte {
	b := make([]byte, size)
	b[0] = 1
	return b
}

//go:noinline
func fill() {
	for i := range 1000 {
		name := fmt.Sprintf("batch-%d", i)
		cache[name] = &entry{name, payload(4096)}
	}
	for i := range 5 {
		few[fmt.Sprintf("few-%d", i)] = &entry{"few", payload(32 << 10)}
	}
	for i := range 100_000 {
		list = &node{list, i}
	}
	for i := range 50 {
		jobs <- &job{i, payload(24 << 10)}
	}
	sink = &entry{"sink", payload(1 << 20)}
	label := string(payload(64 << 10))
	for i := range 10 {
		shapes = append(shapes, &square{i, &label})
	}
	for i := range 10 {
		array := payload(8 << 10)
		for j := range 10 {
			shared[fmt.Sprintf("view-%d-%d", i, j)] = array[j*16 : j*16+16]
		}
	}
	for range 20_000 {
		large = append(large, &entry{payload: payload(64)})
	}
	for range 20 {
		w := &wide{}
		for i := range w.parts {
			w.parts[i] = &entry{payload: payload(512)}
		}
		wides = append(wides, w)
	}
	pinned = &finalized{payload(4096)}
	runtime.SetFinalizer(pinned, func(*finalized) {})
}

//go:noinline
func serve() {
	srv := &server{sessions: map[int]*entry{}}
	handlers["/add"] = func() {
		srv.mu.Lock()
		srv.sessions[len(srv.sessions)] = &entry{"session", payload(2048)}
		srv.mu.Unlock()
	}
	for range 1000 {
		handlers["/add"]()
	}
}

//go:noinline
func stuckReceive(c chan int) { <-c }

//go:noinline
func stuckSelect(a, b chan int) {
	select {
	case <-a:
	case <-b:
	}
}

//go:noinline
func stuckLock(mu *sync.Mutex) { mu.Lock() }

//go:noinline
func stuckWait(wg *sync.WaitGroup) { wg.Wait() }

//go:noinline
func stuckCond(c *sync.Cond) {
	c.L.Lock()
	c.Wait()
}

//go:noinline
func stuckNil() { <-(chan int)(nil) }

//go:noinline
func waitGate() { <-gate }

// waitChained becomes reachable only once waitGateThenSend may run.
//
//go:noinline
func waitChained(c chan int) { <-c }

//go:noinline
func waitGateThenSend(c chan int) {
	<-released
	c <- 1
}

//go:noinline
func waitTimer() { <-time.After(time.Hour) }

//go:noinline
func waitSleeper(c chan int) { <-c }

//go:noinline
func sleepThenSend(c chan int) {
	time.Sleep(time.Hour)
	c <- 1
}

//go:noinline
func waitHeldLock(mu *sync.Mutex) { mu.Lock() }

//go:noinline
func holdLock(mu *sync.Mutex) {
	mu.Lock()
	time.Sleep(time.Hour)
	mu.Unlock()
}

//go:noinline
func park() {
	for range 3 {
		go stuckReceive(make(chan int))
	}
	go stuckSelect(make(chan int), make(chan int))
	locked := new(guarded)
	locked.mu.Lock()
	go stuckLock(&locked.mu)
	wg := new(sync.WaitGroup)
	wg.Add(1)
	go stuckWait(wg)
	go stuckCond(sync.NewCond(new(sync.Mutex)))
	go stuckNil()

	go waitGate()
	chained := make(chan int)
	go waitChained(chained)
	go waitGateThenSend(chained)
	go waitTimer()
	sleeper := make(chan int)
	go waitSleeper(sleeper)
	go sleepThenSend(sleeper)
	held := new(guarded)
	go holdLock(&held.mu)
	time.Sleep(50 * time.Millisecond)
	go waitHeldLock(&held.mu)
}

func main() {
	// The linker leaves the heap profiler out of programs that never ask for a profile.
	runtime.MemProfileRate = 4096
	runtime.MemProfile(nil, false)
	fill()
	serve()
	park()
	state := &server{}
	for range 600 {
		state.history = append(state.history, payload(4096))
	}
	time.Sleep(100 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Fprintf(os.Stdout, "READY heapAlloc=%d\n", stats.HeapAlloc)
	for {
		time.Sleep(time.Hour)
		state.mu.Lock()
		state.history = append(state.history, nil)
		state.mu.Unlock()
	}
}
