// stacks: goroutines that wait in every way, in frames of every shape, and a few that never stop. What
// each of them still needs is written down by address.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"heapprograms/quiet"
)

// A leaf fills its size class, so that no other object shares its slot.
type leaf struct {
	id   int
	next *leaf
	data [4]int
}

var (
	needed  quiet.Needed
	noting  sync.Mutex
	arrived sync.WaitGroup
	total   int
	results = make(chan *leaf)
	offers  = make(chan *leaf)
	never   = make(chan int)
	locked  sync.Mutex
	shared  sync.RWMutex
	awaited sync.WaitGroup
	signal  = sync.NewCond(&sync.Mutex{})
)

//go:noinline
func note(p unsafe.Pointer, what string) {
	noting.Lock()
	needed.Add(p, what)
	noting.Unlock()
}

//go:noinline
func keep(what string) *leaf {
	l := &leaf{next: &leaf{}}
	note(unsafe.Pointer(l), what)
	note(unsafe.Pointer(l.next), what+".next")
	return l
}

//go:noinline
func use(leaves ...*leaf) {
	for _, l := range leaves {
		total += l.id + l.next.id
	}
}

// A way to wait: called at the bottom of a stack; it keeps nothing itself.
type way struct {
	name string
	most int
	make func() func()
}

func ways() []way {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		var accepted []net.Conn
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			accepted = append(accepted, c)
		}
	}()
	const many = 1 << 30
	plain := func(wait func()) func() func() { return func() func() { return wait } }
	return append([]way{
		{"receive", many, plain(func() { <-results })},
		{"send", many, plain(func() { offers <- nil })},
		{"select", many, plain(func() {
			select {
			case <-results:
			case offers <- nil:
			case <-never:
			}
		})},
		{"mutex", many, plain(func() { locked.Lock(); locked.Unlock() })},
		{"rlock", many, plain(func() { shared.RLock(); shared.RUnlock() })},
		{"wlock", many, plain(func() { shared.Lock(); shared.Unlock() })},
		{"cond", many, plain(func() { signal.L.Lock(); signal.Wait(); signal.L.Unlock() })},
		{"group", many, plain(func() { awaited.Wait() })},
		{"sleep", many, plain(func() { time.Sleep(time.Hour) })},
		{"timer", many, plain(func() {
			select {
			case <-time.After(time.Hour):
			case <-never:
			}
		})},
		{"forever", many, plain(func() { select {} })},
		{"nil channel", many, plain(func() { var none chan int; <-none })},
		{"locked to thread", 24, plain(func() { runtime.LockOSThread(); <-results })},
		{"network", 60, func() func() {
			c, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				panic(err)
			}
			return func() { var b [16]byte; c.Read(b[:]) }
		}},
		{"pipe", 60, func() func() {
			r, w, err := os.Pipe()
			if err != nil {
				panic(err)
			}
			return func() { var b [16]byte; r.Read(b[:]); w.Close() }
		}},
		{"system call", 24, func() func() {
			var fds [2]int
			if err := syscall.Pipe(fds[:]); err != nil {
				panic(err)
			}
			return func() { var b [16]byte; syscall.Read(fds[0], b[:]) }
		}},
	}, newerWays()...)
}

func main() {
	count := flag.Int("n", 4_000, "goroutines")
	runners := flag.Int("runners", 5, "goroutines that never stop")
	flag.Parse()
	locked.Lock()
	shared.Lock()
	awaited.Add(1)
	all := ways()
	used := make([]int, len(all))
	for i, made := 0, 0; made < *count; i++ {
		w := i % len(all)
		if used[w] >= all[w].most {
			continue
		}
		used[w]++
		made++
		shape := shapes[i/len(all)%len(shapes)]
		name := fmt.Sprintf("%s in %s", all[w].name, shape.name)
		wait := all[w].make()
		arrived.Add(1)
		go func() {
			hold(name, shape.run, func() { arrived.Done(); wait() })
		}()
	}
	arrived.Wait()
	start := make(chan int)
	for i := range *runners {
		arrived.Add(1)
		go running[i%len(running)](start)
	}
	arrived.Wait()
	time.Sleep(100 * time.Millisecond) // those that have arrived are about to wait
	needed.Write()
	// A collection beside them would take minutes: its sweeper yields to each at every span.
	quiet.Then = func() { close(start); time.Sleep(50 * time.Millisecond) }
	quiet.Rest(nil)
}
