//go:build go1.24

package main

import (
	"iter"
	"runtime"
	"time"
	"unique"
	"weak"
)

func init() {
	register("pulled-iterator", func() func() {
		c := make(chan int)
		next, stop := iter.Pull(func(yield func(int) bool) {
			yield(1)
			c <- 2
		})
		next()
		go func() { <-c }()
		return func() {
			time.Sleep(time.Hour)
			next()
			stop()
		}
	})
	register("cleanup", func() func() {
		for i := 0; i < 10; i++ {
			done := make(chan struct{})
			runtime.AddCleanup(&guard{}, func(c chan struct{}) { close(c) }, done)
			go func() { <-done }()
		}
		return func() {}
	})
	register("weak-pointer", func() func() {
		g := &guard{make(chan struct{})}
		pointer := weak.Make(g)
		go func() {
			<-g.done
			runtime.KeepAlive(g)
		}()
		handle := unique.Make("name")
		return func() {
			time.Sleep(time.Hour)
			if g := pointer.Value(); g != nil {
				close(g.done)
			}
			runtime.KeepAlive(handle)
		}
	})
}
