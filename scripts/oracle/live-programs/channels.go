package main

import (
	"fmt"
	"io"
	"reflect"
	"runtime"
	"sync"
	"time"
)

// registry is how servers find their sessions: nobody else refers to the channels in it.
var registry = map[string]chan int{}

func init() {
	// Workers with nothing to do; only main's local variable refers to their channel.
	register("idle-pool", func() func() {
		jobs := make(chan func())
		for i := 0; i < 20; i++ {
			go func() {
				for job := range jobs {
					job()
				}
			}()
		}
		return func() {
			time.Sleep(time.Hour)
			close(jobs)
		}
	})
	register("pipeline", func() func() {
		numbers, squares := make(chan int), make(chan int)
		go func() {
			for i := 0; ; i++ {
				time.Sleep(20 * time.Millisecond)
				numbers <- i
			}
		}()
		go func() {
			for n := range numbers {
				squares <- n * n
			}
		}()
		go func() {
			for range squares {
			}
		}()
		return func() {}
	})
	register("registry", func() func() {
		for i := 0; i < 50; i++ {
			c := make(chan int)
			registry[fmt.Sprint("session-", i)] = c
			go func() { <-c }()
		}
		return func() {}
	})
	// Forty goroutines hand one token round: whoever waits is one goroutine away from it.
	register("token-ring", func() func() {
		first := make(chan int)
		in := first
		for i := 0; i < 40; i++ {
			out := make(chan int)
			go func(in, out chan int) {
				for token := range in {
					out <- token + 1
				}
			}(in, out)
			in = out
		}
		return func() {
			for {
				first <- 0
				<-in
				time.Sleep(10 * time.Microsecond)
			}
		}
	})
	// Goroutines come and go: a stop finds channels in every state.
	register("churn", func() func() {
		for i := 0; i < 4; i++ {
			go func() {
				for {
					reply := make(chan int)
					done := make(chan struct{})
					go func() { reply <- 1; close(done) }()
					timer := time.NewTimer(time.Minute)
					select {
					case <-reply:
					case <-timer.C:
					}
					timer.Stop() // up to Go 1.22 it would stay for the minute
					<-done
					time.Sleep(10 * time.Microsecond)
				}
			}()
		}
		return func() {}
	})
	register("closing", func() func() {
		for i := 0; i < 4; i++ {
			go func() {
				for {
					gate := make(chan struct{})
					var all sync.WaitGroup
					for j := 0; j < 30; j++ {
						all.Add(1)
						go func() { defer all.Done(); <-gate }()
					}
					time.Sleep(10 * time.Microsecond)
					close(gate)
					all.Wait()
				}
			}()
		}
		return func() {}
	})
	register("reflected", func() func() {
		a, b := make(chan int), make(chan string)
		go func() {
			cases := []reflect.SelectCase{
				{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(a)},
				{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(b)},
			}
			reflect.Select(cases)
		}()
		return func() {
			time.Sleep(time.Hour)
			close(b)
			runtime.KeepAlive(a)
		}
	})
	register("io-pipe", func() func() {
		reader, writer := io.Pipe()
		go io.Copy(io.Discard, reader)
		return func() {
			for {
				time.Sleep(50 * time.Millisecond)
				fmt.Fprintln(writer, "line")
			}
		}
	})
	register("pooled", func() func() {
		var pool sync.Pool
		c := make(chan int)
		pool.Put(c)
		go func() { <-c }()
		return func() {
			time.Sleep(time.Hour)
			pool.Get()
		}
	})
}
