// shift records one short trace of a program that has one thing wrong, or nothing:
//
//	none    workers that share a lock, a channel and a few helpers that end
//	convoy  the lock is held while its holder sleeps
//	slow    the channel is fed one item a millisecond
//	leak    the helpers wait for ever
//
// Usage: shift FILE none|convoy|slow|leak
package main

import (
	"os"
	"runtime"
	"runtime/trace"
	"sync"
	"time"
)

const (
	workers = 4
	turns   = 12
)

var (
	mu    sync.Mutex
	total int
	never = make(chan struct{})
	sink  []byte
)

func main() {
	mode := os.Args[2]
	runtime.GOMAXPROCS(2)
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	run(mode)
	runtime.GC()
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func run(mode string) {
	items := make(chan int, workers*turns)
	done := make(chan struct{})
	if mode != "slow" {
		feed(items, 0)
	}
	for w := 0; w < workers; w++ {
		go work(items, mode, done)
	}
	for h := 0; h < 40; h++ {
		go help(mode)
	}
	if mode == "slow" {
		feed(items, time.Millisecond)
	}
	for w := 0; w < workers; w++ {
		<-done
	}
	time.Sleep(40 * time.Millisecond)
}

func feed(items chan<- int, pause time.Duration) {
	for i := 0; i < workers*turns; i++ {
		if pause > 0 {
			time.Sleep(pause)
		}
		items <- i
	}
	close(items)
}

func work(items <-chan int, mode string, done chan<- struct{}) {
	for {
		item, more := receive(items)
		if !more {
			break
		}
		add(item, mode)
	}
	done <- struct{}{}
}

//go:noinline
func receive(items <-chan int) (int, bool) {
	item, more := <-items
	return item, more
}

func add(item int, mode string) {
	mu.Lock()
	defer mu.Unlock()
	if mode == "convoy" {
		time.Sleep(time.Millisecond)
	}
	total += item
	sink = make([]byte, 1024)
}

func help(mode string) {
	if mode == "leak" {
		<-never
	}
}
