// Package load makes a heap with a known number of records, goroutines in several states, and work
// for the collector, which goes on for ever.
package load

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Records is how many a snapshot must find.
const Records = 20000

type Record struct {
	Next *Record
	Name *string
	Any  any
}

var (
	byName = map[string]*Record{}
	list   *Record
	mu     sync.Mutex
)

//go:noinline
func deep(n int, wait chan int) int {
	if n == 0 {
		return <-wait
	}
	var room [64]byte
	return deep(n-1, wait) + int(room[n%64])
}

// Start makes the heap, says READY and works.
func Start() {
	for i := 0; i < Records; i++ {
		name := fmt.Sprintf("record-%d", i)
		list = &Record{Next: list, Name: &name, Any: i}
		byName[name] = list
	}
	mu.Lock()
	wait := make(chan int)
	for i := 0; i < 50; i++ {
		go deep(i, wait)
		go func() { mu.Lock() }()
		go func() {
			for tick := range time.Tick(time.Millisecond) {
				runtime.KeepAlive(strings.Repeat("x", tick.Nanosecond()%5000))
			}
		}()
	}
	runtime.SetFinalizer(&Record{}, func(*Record) {})
	fmt.Println("READY")
	for i := 0; ; i++ {
		runtime.KeepAlive(make([]*Record, i%1000))
		if i%50000 == 0 {
			runtime.GC()
		}
	}
}
