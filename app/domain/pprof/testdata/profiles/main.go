// Command profiles writes one of every profile the runtime can make, twice where a difference is
// of interest, into the folder given as its argument.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sort"
	"strings"
	"sync"
	"time"
)

var (
	mu    sync.Mutex
	cache = map[string][]byte{}
	trees []*tree
	dir   string
)

type tree struct {
	left, right *tree
	payload     [64]byte
}

// grow is recursive: its cumulative value must be counted once per stack.
func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{left: grow(depth - 1), right: grow(depth - 1)}
}

// stack is generic, so its symbol carries a type argument.
type stack[T any] struct{ items []T }

func (s *stack[T]) push(item T) { s.items = append(s.items, item) }

// small is inlined into its caller.
func small(n int) []byte { return make([]byte, n) }

func syncBatch(key string, n int) {
	buf := &bytes.Buffer{}
	buf.WriteString(strings.Repeat("x", n))
	mu.Lock()
	defer mu.Unlock()
	cache[key] = buf.Bytes()
}

func wait(done chan struct{}) { <-done }

func burn(until time.Time) int {
	words := 0
	for time.Now().Before(until) {
		list := strings.Fields(strings.Repeat("gamma beta alpha ", 200))
		sort.Strings(list)
		words += len(list)
	}
	return words
}

func contend(rounds int) {
	var shared sync.Mutex
	var group sync.WaitGroup
	for i := 0; i < 4; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for j := 0; j < rounds; j++ {
				shared.Lock()
				time.Sleep(200 * time.Microsecond)
				shared.Unlock()
			}
		}()
	}
	group.Wait()
}

func write(kind, name string, debug int) {
	file, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup(kind).WriteTo(file, debug); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func work(round int) {
	for i := 0; i < 40; i++ {
		syncBatch(fmt.Sprintf("round-%d-%d", round, i), 20_000*(round+1))
	}
	trees = append(trees, grow(11))
	var numbers stack[int]
	for i := 0; i < 50_000; i++ {
		numbers.push(i)
	}
	keep := small(300_000)
	mu.Lock()
	cache[fmt.Sprintf("small-%d", round)] = keep
	mu.Unlock()
	runtime.KeepAlive(numbers)
}

func main() {
	dir = os.Args[1]
	runtime.MemProfileRate = 4096
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)

	done := make(chan struct{})
	for i := 0; i < 5; i++ {
		go wait(done)
	}
	pprof.Do(context.Background(), pprof.Labels("trivet", "agent"), func(context.Context) {
		go wait(done)
	})
	for round := 0; round < 4; round++ {
		work(round)
		if round == 2 {
			trees = nil // so that a difference has falling functions too
		}
		runtime.GC()
		write("heap", fmt.Sprintf("heap-%d.pb.gz", round+1), 0)
		// What writing allocates shows only after the next collection.
		write("heap", fmt.Sprintf("heap-%d.debug1.txt", round+1), 1)
	}
	contend(20)

	cpu, err := os.Create(filepath.Join(dir, "cpu.pb.gz"))
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		panic(err)
	}
	pprof.Do(context.Background(), pprof.Labels("stage", "sort"), func(context.Context) {
		burn(time.Now().Add(700 * time.Millisecond))
	})
	grow(16)
	pprof.StopCPUProfile()
	if err := cpu.Close(); err != nil {
		panic(err)
	}

	time.Sleep(10 * time.Millisecond) // the waiting goroutines are parked by now
	write("goroutine", "goroutine.pb.gz", 0)
	write("goroutine", "goroutine.debug1.txt", 1)
	write("goroutine", "goroutine.txt", 2)
	write("block", "block.pb.gz", 0)
	write("block", "block.debug1.txt", 1)
	write("mutex", "mutex.pb.gz", 0)
	write("mutex", "mutex.debug1.txt", 1)
	write("threadcreate", "threadcreate.pb.gz", 0)
	write("allocs", "allocs.pb.gz", 0)
	close(done)
}
