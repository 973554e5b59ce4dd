// timeline-trace writes a dense execution trace of about so many megabytes: pairs of goroutines that hand a value to and
// fro, workers that allocate and lock, swarms of short-lived goroutines, a few that never wake.
// Usage: timeline-trace FILE MEGABYTES
package main

import (
	"bufio"
	"os"
	"runtime"
	"runtime/trace"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

type counter struct {
	to    *bufio.Writer
	bytes atomic.Int64
}

func (c *counter) Write(p []byte) (int, error) {
	c.bytes.Add(int64(len(p)))
	return c.to.Write(p)
}

var (
	kept  atomic.Pointer[[]byte]
	never = make(chan int)
)

func main() {
	megabytes, err := strconv.ParseFloat(os.Args[2], 64)
	if err != nil {
		panic(err)
	}
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	runtime.GOMAXPROCS(4)
	out := &counter{to: bufio.NewWriterSize(file, 1<<20)}
	if err := trace.Start(out); err != nil {
		panic(err)
	}
	var running sync.WaitGroup
	stop := make(chan struct{})
	start := func(work func(done func() bool)) {
		running.Add(1)
		go func() {
			defer running.Done()
			work(func() bool {
				select {
				case <-stop:
					return true
				default:
					return false
				}
			})
		}()
	}
	for i := 0; i < 20; i++ {
		go waitForever()
	}
	for i := 0; i < 24; i++ {
		ping, pong := make(chan int), make(chan int)
		start(func(func() bool) { answer(ping, pong) })
		start(func(done func() bool) { ask(ping, pong, done) })
	}
	var lock sync.Mutex
	for i := 0; i < 8; i++ {
		start(func(done func() bool) { allocate(&lock, done) })
	}
	start(swarm)
	for float64(out.bytes.Load()) < megabytes*1e6 {
		time.Sleep(2 * time.Millisecond)
	}
	close(stop)
	running.Wait()
	trace.Stop()
	if err := out.to.Flush(); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func waitForever() { <-never }

func answer(ping <-chan int, pong chan<- int) {
	for value := range ping {
		pong <- value + 1
	}
}

func ask(ping chan<- int, pong <-chan int, done func() bool) {
	for !done() {
		ping <- 1
		<-pong
	}
	close(ping)
}

func allocate(lock *sync.Mutex, done func() bool) {
	for round := 0; !done(); round++ {
		bytes := make([]byte, 32<<10)
		lock.Lock()
		kept.Store(&bytes)
		lock.Unlock()
		if round%50 == 0 {
			time.Sleep(time.Millisecond)
		}
	}
}

func swarm(done func() bool) {
	for !done() {
		var all sync.WaitGroup
		for i := 0; i < 100; i++ {
			all.Add(1)
			go func() {
				defer all.Done()
				runtime.Gosched()
			}()
		}
		all.Wait()
	}
}
