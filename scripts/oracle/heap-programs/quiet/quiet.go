// Package quiet brings a program to rest, collects, and says what the collector kept.
package quiet

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
	"unsafe"
)

var (
	never   = make(chan struct{})
	samples = []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	stats   runtime.MemStats
)

// Then, if set, runs once all is collected: what it lets run is not quiet any more.
var Then func()

// Rest parks its caller for good: what keep refers to stays alive, on this stack. Another goroutine
// collects until several times the same is left, and prints
//
//	READY live=BYTES alloc=BYTES objects=COUNT goroutines=COUNT
//
// without allocating after the last collection. before, if any, runs ahead of the last one.
func Rest(before func(), keep ...any) {
	go report(before)
	<-never
	runtime.KeepAlive(keep)
}

func report(before func()) {
	metrics.Read(samples)
	startThreads()
	last, same := uint64(0), 0
	for i := 0; i < 100 && same < 5; i++ {
		time.Sleep(20 * time.Millisecond)
		live := collect()
		if live != last {
			same = 0
		}
		last = live
		same++
	}
	debug.SetGCPercent(-1)
	if before != nil {
		before()
	}
	// Two workers that mark one object in the same moment count it twice.
	procs := runtime.GOMAXPROCS(1)
	live := collect()
	runtime.GOMAXPROCS(procs)
	runtime.ReadMemStats(&stats)
	if Then != nil {
		Then()
	}
	println("READY", "live="+decimal(live), "alloc="+decimal(stats.HeapAlloc),
		"objects="+decimal(stats.HeapObjects), "goroutines="+decimal(uint64(runtime.NumGoroutine())))
	for { // not a channel: the runtime ends a program in which nothing can ever happen
		time.Sleep(time.Hour)
	}
}

// startThreads leaves idle threads behind: one that the runtime starts later would take new memory.
func startThreads() {
	started, end := make(chan int), make(chan int)
	for range 12 {
		go func() {
			runtime.LockOSThread()
			started <- 1
			<-end
			runtime.UnlockOSThread()
		}()
	}
	for range 12 {
		<-started
	}
	close(end)
}

func collect() uint64 {
	runtime.GC()
	metrics.Read(samples)
	return samples[0].Value.Uint64()
}

var digits [8][20]byte
var used int

// decimal does not allocate: its text lies in a global.
func decimal(n uint64) string {
	buffer := &digits[used]
	used++
	at := len(buffer)
	for {
		at--
		buffer[at] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return unsafe.String(&buffer[at], len(buffer)-at)
		}
	}
}

// Needed collects addresses of objects that the program still needs. They are kept so that neither
// the collector nor a scan for anything like a pointer takes them for one.
type Needed struct {
	addresses []uint64
	what      []string
}

// Add notes what p points into.
func (n *Needed) Add(p unsafe.Pointer, what string) {
	n.addresses = append(n.addresses, ^uint64(uintptr(p)))
	n.what = append(n.what, what)
}

// Write writes lines of `address what`, addresses in hexadecimal with all bits inverted, to the file
// that the environment variable NEEDED names, and forgets them.
func (n *Needed) Write() {
	text := []byte{}
	for i, address := range n.addresses {
		for shift := 60; shift >= 0; shift -= 4 {
			text = append(text, "0123456789abcdef"[address>>shift&15])
		}
		text = append(append(append(text, ' '), n.what[i]...), '\n')
	}
	if path := os.Getenv("NEEDED"); path != "" {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			panic(err)
		}
	}
	*n = Needed{}
}
