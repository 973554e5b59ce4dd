// Parks 100,000 goroutines in four places and keeps a few busy: what a table of goroutines has to bear. MANY sets
// another number.
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

type server struct {
	requests chan int
	quit     chan struct{}
	mu       sync.Mutex
	done     sync.WaitGroup
}

func (s *server) receive() { <-s.requests }

func (s *server) choose() {
	select {
	case <-s.requests:
	case <-s.quit:
	}
}

func (s *server) lock() {
	s.mu.Lock()
	defer s.mu.Unlock()
}

func (s *server) wait() { s.done.Wait() }

// park starts n goroutines: half receive, a quarter choose, the rest wait for a lock or for the others.
func (s *server) park(n int) {
	for i := 0; i < n; i++ {
		switch {
		case i%4 < 2:
			go s.receive()
		case i%4 == 2:
			go s.choose()
		case i%8 == 3:
			go s.lock()
		default:
			go s.wait()
		}
	}
}

func main() {
	count := 100000
	if n, err := strconv.Atoi(os.Getenv("MANY")); err == nil {
		count = n
	}
	s := &server{requests: make(chan int), quit: make(chan struct{})}
	s.mu.Lock()
	s.done.Add(1)
	s.park(count)
	fmt.Println("parked", count)
	for {
		short := make(chan int)
		for i := 0; i < 10; i++ {
			go func() { short <- i }()
		}
		for i := 0; i < 10; i++ {
			<-short
		}
		time.Sleep(20 * time.Millisecond)
	}
}
