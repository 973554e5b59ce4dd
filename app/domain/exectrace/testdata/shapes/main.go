// shapes records a short trace in which everything happens that the reader has to tell: goroutines that end and
// that never do, some older than the trace, system calls, collections, tasks, regions, logs, CPU samples.
// Usage: shapes FILE MILLISECONDS; a negative time records next to nothing.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"sync"
	"time"
)

var (
	never = make(chan int)
	keep  [][]byte
)

func main() {
	millis, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	runtime.GOMAXPROCS(4)
	for i := 0; i < 3; i++ {
		go waitForever()
	}
	go trivetAgentServe()
	time.Sleep(20 * time.Millisecond)

	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if millis < 0 {
		record(file, func() { leak(2) })
		return
	}
	if profile, err := os.Create(os.DevNull); err == nil {
		_ = pprof.StartCPUProfile(profile)
	}
	record(file, func() { everything(time.Duration(millis) * time.Millisecond) })
	pprof.StopCPUProfile()
}

func record(file *os.File, run func()) {
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	run()
	time.Sleep(5 * time.Millisecond)
	trace.Stop()
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func everything(span time.Duration) {
	leak(25)
	time.Sleep(time.Millisecond)
	var done sync.WaitGroup
	for i := 0; i < 40; i++ {
		done.Add(1)
		go finish(&done)
	}
	done.Wait()
	for i := 0; i < 5; i++ {
		keep = append(keep, make([]byte, 1<<20))
		runtime.GC()
	}
	annotate()
	pull()
	work(span)
}

func leak(count int) {
	for i := 0; i < count; i++ {
		go waitForever()
	}
}

func waitForever() { <-never }

func trivetAgentServe() { <-never }

func finish(done *sync.WaitGroup) {
	defer done.Done()
	for i := 0; i < 10; i++ {
		if file, err := os.Open("/proc/self/stat"); err == nil {
			_, _ = file.Read(make([]byte, 64))
			_ = file.Close()
		}
		runtime.Gosched()
	}
}

func annotate() {
	for i := 0; i < 7; i++ {
		ctx, task := trace.NewTask(context.Background(), "job")
		trace.WithRegion(ctx, "step", func() { trace.Log(ctx, "category", "message") })
		task.End()
	}
}

// work keeps four Ps busy with short hand-overs.
func work(span time.Duration) {
	end := time.Now().Add(span)
	var all sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for i := 0; i < 8; i++ {
		ping, pong := make(chan int), make(chan int)
		all.Add(2)
		go func() {
			defer all.Done()
			for v := range ping {
				mu.Lock()
				total += v
				mu.Unlock()
				pong <- v
			}
		}()
		go func() {
			defer all.Done()
			defer close(ping)
			for time.Now().Before(end) {
				ping <- 1
				<-pong
			}
		}()
	}
	all.Wait()
}
