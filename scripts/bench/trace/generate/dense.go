package main

import (
	"context"
	"io"
	"net"
	"runtime"
	"runtime/trace"
	"sync"
	"sync/atomic"
	"time"
)

var latest atomic.Pointer[[]byte]

// dense makes as many events a second as two Ps can: mostly goroutines that hand over to each other.
func dense(l *load) {
	for range 32 {
		pingPong(l)
	}
	echo(l, 4)
	var mu sync.Mutex
	counts := map[int]int{}
	for range 8 {
		l.repeat(func(round int) {
			ctx, task := trace.NewTask(context.Background(), "request")
			defer task.End()
			trace.WithRegion(ctx, "allocate", func() {
				bytes := make([]byte, 32<<10)
				latest.Store(&bytes)
			})
			trace.Log(ctx, "category", "message")
			mu.Lock()
			counts[round%1000]++
			mu.Unlock()
			if round%50 == 0 {
				time.Sleep(time.Millisecond)
			}
		})
	}
	l.repeat(func(int) {
		var batch sync.WaitGroup
		for range 100 {
			batch.Add(1)
			go func() {
				defer batch.Done()
				runtime.Gosched()
			}()
		}
		batch.Wait()
	})
}

func pingPong(l *load) {
	ping, pong := make(chan int), make(chan int)
	l.spawn(func() {
		for value := range ping {
			pong <- value + 1
		}
	})
	l.spawn(func() {
		for round := 0; !l.over.Load(); round++ {
			ping <- 1
			<-pong
			l.step()
			// Two that hand over to each other inherit each other's time slice.
			if round%500 == 0 {
				runtime.Gosched()
			}
		}
		close(ping)
	})
}

// echo keeps connections on the loopback interface busy.
func echo(l *load, connections int) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	l.onStop = append(l.onStop, func() { listener.Close() })
	go func() {
		for {
			server, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer server.Close()
				_, _ = io.Copy(server, server)
			}()
		}
	}()
	for range connections {
		l.spawn(func() {
			client, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				return // over already
			}
			defer client.Close()
			buffer := make([]byte, 64)
			for !l.over.Load() {
				if _, err := client.Write(buffer); err != nil {
					return
				}
				if _, err := io.ReadFull(client, buffer); err != nil {
					return
				}
			}
		})
	}
}
