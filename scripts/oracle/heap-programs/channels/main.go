// channels: buffers, goroutines that wait to send, to receive and in selects, channels of channels.
package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"heapprograms/quiet"
)

type job struct {
	id   int
	body []byte
	done chan *job
}

// wide does not fit a register: what a waiting sender sends lies on its stack.
type wide struct {
	jobs [9]*job
	text string
}

var (
	buffered []chan *job
	wides    []chan wide
	numbers  []chan int
	empties  []chan struct{}
	nested   = make(chan chan chan *job, 10)
	closed   []chan *job
	readers  []<-chan *job
	group    sync.WaitGroup
	cond     = sync.NewCond(&sync.Mutex{})
	lock     sync.Mutex
	shared   sync.RWMutex
)

func newJob(i int) *job {
	return &job{i, make([]byte, 100+i%300), make(chan *job, 1)}
}

func fill() {
	for i := range 2_000 {
		c := make(chan *job, 1+i%20)
		for len(c) < cap(c)/2+1 {
			c <- newJob(i)
		}
		<-c // the ring does not begin at its first slot
		buffered = append(buffered, c)
		readers = append(readers, c)
		w := make(chan wide, 3)
		w <- wide{[9]*job{newJob(i)}, fmt.Sprint("wide ", i)}
		wides = append(wides, w)
		n := make(chan int, i%100)
		numbers = append(numbers, n)
		empties = append(empties, make(chan struct{}, i%3))
		gone := make(chan *job, 2)
		gone <- newJob(i)
		close(gone)
		closed = append(closed, gone)
	}
	for range 10 {
		middle := make(chan chan *job, 1)
		inner := make(chan *job, 1)
		inner <- newJob(1)
		middle <- inner
		nested <- middle
	}
}

func park(ctx context.Context) {
	lock.Lock()
	shared.Lock()
	send, sendWide := make(chan *job), make(chan wide)
	receive := make(chan *job)
	for i := range 300 {
		mine := newJob(i)
		go func() { send <- mine }()
		go func() { sendWide <- wide{[9]*job{newJob(i), mine}, fmt.Sprint("sent ", i)} }()
		go func() { (<-receive).done <- mine }()
		go func() {
			select {
			case send <- newJob(i):
			case sendWide <- wide{text: fmt.Sprint("selected ", i)}:
			case j := <-receive:
				j.done <- mine
			case <-ctx.Done():
			}
		}()
		go func() { <-ctx.Done(); mine.id++ }()
		group.Add(1)
		go func() { group.Wait(); mine.id++ }()
		go func() { cond.L.Lock(); cond.Wait(); mine.id++ }()
		go func() { lock.Lock(); mine.id++ }()
		go func() { shared.RLock(); mine.id++ }()
		go func() { shared.Lock(); mine.id++ }()
		go func() { time.Sleep(time.Hour); mine.id++ }()
		go func() {
			select {
			case <-time.After(time.Hour):
			case <-receive:
			}
			mine.id++
		}()
		go func() { var none chan int; <-none; mine.id++ }()
	}
	for buffered := range 50 {
		c := make(chan *job, 1)
		c <- newJob(buffered)
		go func() { c <- newJob(buffered) }() // full
	}
}

func main() {
	fill()
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), lockKey{}, newJob(0)))
	park(ctx)
	quiet.Rest(nil, cancel)
}

type lockKey struct{}
