package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// together runs a function in so many goroutines and waits for all.
func together(count int, run func(i int)) {
	var all sync.WaitGroup
	for i := 0; i < count; i++ {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			run(i)
		}(i)
	}
	all.Wait()
}

// serveHTTP is a busy server and its clients on the loopback interface.
func serveHTTP(end time.Time) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("hello ", 200))
	})}
	go func() { _ = server.Serve(listener) }()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	together(16, func(int) {
		for time.Now().Before(end) {
			response, err := client.Get("http://" + listener.Addr().String())
			check(err)
			_, err = io.Copy(io.Discard, response.Body)
			check(err)
			check(response.Body.Close())
		}
	})
	check(server.Close())
}

type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{grow(depth - 1), grow(depth - 1)}
}

var kept [16]*tree

// collect keeps the collector busy: assists, sweeps, stops of the world, some of them forced.
func collect(end time.Time) {
	var mu sync.Mutex
	together(16, func(i int) {
		for round := 0; time.Now().Before(end); round++ {
			made := grow(10)
			mu.Lock()
			kept[i] = made
			mu.Unlock()
			if i == 0 && round%20 == 0 {
				runtime.GC()
			}
		}
	})
}

// annotate makes tasks within tasks, regions within regions, and logs with every kind of text.
func annotate(end time.Time) {
	together(8, func(i int) {
		for round := 0; round < 200 && time.Now().Before(end); round++ {
			ctx, outer := trace.NewTask(context.Background(), "outer")
			inner, task := trace.NewTask(ctx, "inner \"quoted\"\n")
			trace.WithRegion(inner, "region", func() {
				trace.WithRegion(ctx, "région", func() { runtime.Gosched() })
				trace.Logf(inner, "category", "round %d \x00\xff", round)
			})
			trace.Log(context.Background(), "", "\ufeffwithout a task \u2028 \u00ad\U000e0001 😀")
			task.End()
			if i != 0 {
				outer.End() // some never end
			}
		}
	})
}

// callSystem blocks in system calls long enough for Ps to be taken away, and starts processes.
func callSystem(end time.Time) {
	together(24, func(i int) {
		buffer := make([]byte, 512)
		for round := 0; time.Now().Before(end); round++ {
			file, err := os.Open("/proc/self/stat")
			check(err)
			_, err = file.Read(buffer)
			check(err)
			check(file.Close())
			if i == 0 {
				_ = exec.Command("true").Run()
			}
			if round%7 == i%7 {
				runtime.Gosched()
			}
			if i < 4 {
				blockInCall(2 * time.Millisecond)
			}
		}
	})
}

var spun atomic.Int64

// profile runs the CPU profiler, whose samples go into the trace.
func profile(end time.Time) {
	check(pprof.StartCPUProfile(io.Discard))
	together(8, func(i int) {
		pprof.Do(context.Background(), pprof.Labels("worker", string(rune('a'+i))), func(context.Context) {
			for time.Now().Before(end) {
				for n := 0; n < 10_000; n++ {
					spun.Add(1)
				}
				runtime.Gosched()
			}
		})
	})
	pprof.StopCPUProfile()
}

// crowd starts 10,000 goroutines of which half wait until all are there, and a hundred for ever.
func crowd(time.Time) {
	gate := make(chan struct{})
	never := make(chan int)
	var mu sync.Mutex
	sum := 0
	for i := 0; i < 100; i++ {
		go func() { <-never }()
	}
	together(10_000, func(i int) {
		if i == 9_999 {
			close(gate)
		}
		if i%2 == 0 {
			<-gate
		}
		mu.Lock()
		sum += i
		mu.Unlock()
	})
}
