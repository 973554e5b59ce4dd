package main

import (
	"context"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"runtime/trace"
	"sync"
	"time"
)

// mixed is the hard case for ordering: more Ps than processors, so that threads are suspended anywhere, system calls
// whose P is taken away, coroutines, timers, child processes.
func mixed(l *load) {
	var mu sync.Mutex
	shared := 0
	work := make(chan int, 64)
	for range 64 {
		l.repeat(func(int) {
			readStat()
			mu.Lock()
			shared++
			mu.Unlock()
			select {
			case work <- 1:
			case <-time.After(10 * time.Millisecond):
			}
			runtime.Gosched()
		})
		l.repeat(func(int) {
			select {
			case <-work:
			case <-time.After(time.Millisecond):
			}
			go func() {
				mu.Lock()
				shared++
				mu.Unlock()
			}()
			pull()
			trace.WithRegion(context.Background(), "region", func() {
				bytes := make([]byte, 4096)
				latest.Store(&bytes)
			})
		})
	}
	l.repeat(func(int) { _ = exec.Command("/bin/true").Run() })
}

func readStat() {
	file, err := os.Open("/proc/self/stat")
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = file.Read(make([]byte, 512))
}

// pull switches between coroutines.
func pull() {
	next, stop := iter.Pull(func(yield func(int) bool) {
		for i := 0; i < 3 && yield(i); i++ {
		}
	})
	defer stop()
	next()
	next()
}
