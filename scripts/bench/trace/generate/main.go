// generate records the execution traces that the reader's speed is measured on.
//
//	generate -o FILE -megabytes 100     dense: two Ps, channels, sockets, locks, tasks, short goroutines
//	generate -o FILE -seconds 2.5       mixed: eight Ps, system calls, coroutines, timers, child processes
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/trace"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	path := flag.String("o", "", "file to write")
	megabytes := flag.Float64("megabytes", 0, "size of a dense trace")
	seconds := flag.Float64("seconds", 0, "length of a mixed trace")
	flag.Parse()
	if err := record(*path, *megabytes, *seconds); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func record(path string, megabytes, seconds float64) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(file, 1<<20)
	procs := 2
	if seconds > 0 {
		procs = 8
	}
	runtime.GOMAXPROCS(procs)
	if err := trace.Start(out); err != nil {
		return err
	}
	load := &load{wanted: int64(megabytes * 1e6 / bytesPerStep), done: make(chan struct{})}
	if seconds > 0 {
		mixed(load)
		time.Sleep(time.Duration(seconds * float64(time.Second)))
	} else {
		dense(load)
		<-load.done
	}
	load.stop()
	trace.Stop()
	if err := out.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// bytesPerStep is what a hand-over of pingPong and its share of all else add to the trace. What was written so far
// says nothing: the tracer writes a generation when it is over.
const bytesPerStep = 32

// load is a set of goroutines that run until they are told to stop.
type load struct {
	over    atomic.Bool
	running sync.WaitGroup
	onStop  []func()
	steps   atomic.Int64
	wanted  int64
	done    chan struct{}
}

// step counts one hand-over. The one that is enough stops the load itself: main may wait for its turn for seconds.
func (l *load) step() {
	if l.steps.Add(1) == l.wanted {
		l.over.Store(true)
		close(l.done)
	}
}

func (l *load) spawn(run func()) {
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		run()
	}()
}

// repeat calls step, which may block only for a moment, until the load stops.
func (l *load) repeat(step func(round int)) {
	l.spawn(func() {
		for round := 0; !l.over.Load(); round++ {
			step(round)
		}
	})
}

func (l *load) stop() {
	l.over.Store(true)
	for _, stop := range l.onStop {
		stop()
	}
	l.running.Wait()
}
