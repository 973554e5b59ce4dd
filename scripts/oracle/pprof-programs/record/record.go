// Package record runs a program twice over its work and writes every kind of profile the runtime
// has, into the folder given as first argument: heap-1 and heap-2, and all others at the end.
package record

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func write(kind, name string) {
	file, err := os.Create(filepath.Join(os.Args[1], name+".pb.gz"))
	check(err)
	check(pprof.Lookup(kind).WriteTo(file, 0))
	check(file.Close())
}

// Run calls work, which must keep some of what it makes, while all profilers are on.
func Run(work func(round int)) {
	runtime.MemProfileRate = 4096
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	cpu := func(name string, rounds ...int) {
		file, err := os.Create(filepath.Join(os.Args[1], name+".pb.gz"))
		check(err)
		check(pprof.StartCPUProfile(file))
		deadline := time.Now().Add(400 * time.Millisecond)
		for time.Now().Before(deadline) {
			for _, round := range rounds {
				labels := pprof.Labels("round", []string{"first", "second", "third"}[round])
				pprof.Do(context.Background(), labels, func(context.Context) { work(round) })
			}
		}
		pprof.StopCPUProfile()
		check(file.Close())
	}
	cpu("cpu-1", 0)
	for _, kind := range []string{"block", "mutex", "allocs"} {
		write(kind, kind+"-1")
	}
	runtime.GC()
	write("heap", "heap-1")
	write("goroutine", "goroutine-1")
	write("threadcreate", "threadcreate-1")
	cpu("cpu-2", 1, 2)
	for _, kind := range []string{"block", "mutex", "allocs"} {
		write(kind, kind+"-2")
	}
	runtime.GC()
	write("heap", "heap-2")
	write("goroutine", "goroutine-2")
	write("threadcreate", "threadcreate-2")
}
