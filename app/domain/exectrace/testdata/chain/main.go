// chain records a trace of more than one generation in which it is known what held up the task "request": the
// handler waits for the worker, which waits for the computation, which works, sleeps and works. It also talks to
// itself over TCP.
// Usage: chain FILE
package main

import (
	"context"
	"net"
	"os"
	"runtime/trace"
	"time"
)

func main() {
	file, err := os.Create(os.Args[1])
	check(err)
	check(trace.Start(file))
	done := make(chan bool)
	go handler(done)
	<-done
	talk()
	// The runtime begins a generation every second.
	time.Sleep(1200 * time.Millisecond)
	trace.Stop()
	check(file.Close())
}

func handler(done chan<- bool) {
	ctx, task := trace.NewTask(context.Background(), "request")
	fetched := make(chan int)
	go worker(fetched)
	<-fetched
	trace.WithRegion(ctx, "answer", func() { spin(time.Millisecond) })
	task.End()
	done <- true
}

func worker(fetched chan<- int) {
	computed := make(chan int)
	go compute(computed)
	<-computed
	spin(2 * time.Millisecond)
	fetched <- 1
}

func compute(computed chan<- int) {
	spin(4 * time.Millisecond)
	time.Sleep(3 * time.Millisecond)
	spin(time.Millisecond)
	computed <- 1
}

func spin(span time.Duration) {
	for end := time.Now().Add(span); time.Now().Before(end); {
	}
}

func talk() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go func() {
		conn, err := listener.Accept()
		check(err)
		time.Sleep(5 * time.Millisecond)
		_, err = conn.Write([]byte("hello"))
		check(err)
		check(conn.Close())
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	check(err)
	_, err = conn.Read(make([]byte, 5))
	check(err)
	check(conn.Close())
	check(listener.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
