// Command waiting has goroutines that wait in every way, some for ever, prints its own goroutine profile in base64, and
// goes on waiting.
package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

// registry is all that still refers to its channels.
var registry = map[string]*session{}

var turnstile sync.Mutex

type session struct {
	name string
	done chan error
}

type account struct {
	name string
	mu   sync.Mutex
}

func lostReply() {
	reply := make(chan string, 4)
	go func() { <-reply }()
}

func lostChain() {
	first, second := make(chan int), make(chan int)
	go func() { <-first; second <- 1 }()
	go func() { <-second }()
}

func lostLock() {
	lost := &account{name: "lost"}
	lost.mu.Lock()
	for i := 0; i < 2; i++ {
		go lost.enter()
	}
}

func (a *account) enter() {
	a.mu.Lock()
	defer a.mu.Unlock()
}

func lostCond() {
	cond := sync.NewCond(new(sync.Mutex))
	for i := 0; i < 3; i++ {
		go func() {
			cond.L.Lock()
			cond.Wait()
			cond.L.Unlock()
		}()
	}
}

func lostGroup() {
	var group sync.WaitGroup
	group.Add(1)
	go group.Wait()
}

func lostSelect() {
	a, b := make(chan int), make(chan bool)
	go func() {
		select {
		case <-a:
		case b <- true:
		}
	}()
	var never chan int
	go func() {
		select {
		case <-never:
		case never <- 1:
		}
	}()
}

func main() {
	pprof.Do(context.Background(), pprof.Labels("part", "lost", "kind", "test"), func(context.Context) {
		lostReply()
		lostChain()
		lostLock()
		lostCond()
		lostGroup()
		lostSelect()
	})
	held := &session{name: "held", done: make(chan error)}
	registry["held"] = held
	go func(done chan error) { <-done }(held.done)
	turnstile.Lock()
	go func() { turnstile.Lock() }()
	jobs := make(chan func())
	go func() { (<-jobs)() }()
	go func() {
		select {
		case <-make(chan int):
		case <-time.After(time.Hour):
		}
	}()
	go func() { time.Sleep(time.Hour) }()
	time.Sleep(300 * time.Millisecond)
	for i := 0; i < 3; i++ { // each notes who waits since the one before
		runtime.GC()
		time.Sleep(50 * time.Millisecond)
	}
	var profile bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 0); err != nil {
		panic(err)
	}
	fmt.Println(base64.StdEncoding.EncodeToString(profile.Bytes()))
	fmt.Println("READY")
	time.Sleep(time.Hour)
	jobs <- func() {}
}
