// Goroutines parked in known ways, holding known objects. Addresses are printed inverted, so that
// the print-out itself keeps nothing alive.
package main

import (
	"encoding/json"
	"os"
	"sync"
	"time"
	"unsafe"
)

type item struct {
	id   int
	next *item
	pad  [6]int
}

var (
	never = make(chan int)
	mu    sync.Mutex
	ready sync.WaitGroup
	facts = map[string]uint64{}
	lock  sync.Mutex
)

func note(name string, p unsafe.Pointer) {
	lock.Lock()
	facts[name] = ^uint64(uintptr(p)) & (1<<52 - 1)
	lock.Unlock()
}

//go:noinline
func fresh(name string, id int) *item {
	it := &item{id: id}
	note(name, unsafe.Pointer(it))
	return it
}

//go:noinline
func use(it *item) { it.id++ }

//go:noinline
func worker(argument *item) {
	dead := fresh("dead", 1)
	use(dead)
	local := fresh("local", 2)
	onStack := item{next: fresh("inObject", 3)}
	pointer := same(&onStack) // only this pointer says that onStack is still needed
	ready.Done()
	<-never
	use(local)
	use(argument)
	use(pointer)
}

//go:noinline
func same(it *item) *item { return it }

//go:noinline
func locker() {
	held := fresh("held", 4)
	ready.Done()
	mu.Lock()
	use(held)
}

//go:noinline
func deferring() {
	captured := fresh("captured", 5)
	defer func() { use(captured) }()
	ready.Done()
	select {
	case <-never:
	case v := <-never:
		println(v)
	}
}

// Never stops: what it holds may be in registers only.
//
//go:noinline
func spinner() {
	spun := fresh("spun", 6)
	ready.Done()
	for {
		use(spun)
	}
}

func main() {
	mu.Lock()
	ready.Add(4)
	go worker(fresh("argument", 0))
	go locker()
	go deferring()
	go spinner()
	ready.Wait()
	time.Sleep(50 * time.Millisecond)
	note("never", *(*unsafe.Pointer)(unsafe.Pointer(&never)))
	note("mu", unsafe.Pointer(&mu))
	json.NewEncoder(os.Stdout).Encode(facts)
	time.Sleep(time.Hour)
}
