package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func init() {
	register("tickers", func() func() {
		for i := 0; i < 5; i++ {
			ticker := time.NewTicker(40 * time.Millisecond)
			go func() {
				for range ticker.C {
				}
			}()
		}
		go func() {
			for range time.Tick(time.Hour) {
			}
		}()
		return func() {}
	})
	register("after-func", func() func() {
		for i := 0; i < 10; i++ {
			done := make(chan struct{})
			time.AfterFunc(time.Hour, func() { close(done) })
			go func() { <-done }()
		}
		return func() {}
	})
	// Timers that fire all the time, each with the last reference to a channel somebody waits for.
	register("firing-timers", func() func() {
		for i := 0; i < 8; i++ {
			go func() {
				for {
					done := make(chan struct{})
					time.AfterFunc(time.Microsecond, func() { close(done) })
					<-done
				}
			}()
		}
		return func() {}
	})
	register("select-timeout", func() func() {
		for i := 0; i < 10; i++ {
			go func() {
				never := make(chan int)
				select {
				case <-never:
				case <-time.After(time.Hour):
				}
			}()
		}
		return func() {}
	})
	register("contexts", func() func() {
		parent, cancel := context.WithCancel(context.Background())
		for i := 0; i < 10; i++ {
			child, stop := context.WithTimeout(context.WithValue(parent, i, "value"), time.Hour)
			go func() {
				defer stop()
				<-child.Done()
			}()
		}
		alone, _ := context.WithTimeout(context.Background(), time.Hour)
		go func() { <-alone.Done() }()
		return func() {
			time.Sleep(time.Hour)
			cancel()
		}
	})
	register("signals", func() func() {
		hup := make(chan os.Signal, 1)
		signal.Notify(hup, syscall.SIGHUP)
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR2)
		go func() {
			defer stop()
			<-ctx.Done()
		}()
		return func() { <-hup }
	})
	register("stopped-and-reset", func() func() {
		timer := time.NewTimer(time.Hour)
		timer.Stop()
		go func() { <-timer.C }()
		return func() {
			time.Sleep(time.Hour)
			timer.Reset(0)
		}
	})
}
