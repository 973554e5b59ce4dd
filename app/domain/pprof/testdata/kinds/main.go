// Command kinds writes one of every profile this Go has into the folder given as its argument, with
// one goroutine leaked on purpose and one profile of its own.
package main

import (
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

var kept [][]byte

func leak() { <-make(chan int) }

func contend() {
	var mu sync.Mutex
	var group sync.WaitGroup
	for i := 0; i < 4; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for j := 0; j < 20; j++ {
				mu.Lock()
				time.Sleep(100 * time.Microsecond)
				mu.Unlock()
			}
		}()
	}
	group.Wait()
}

func write(name string) {
	profile := pprof.Lookup(name)
	if profile == nil {
		return
	}
	file, err := os.Create(filepath.Join(os.Args[1], name+".pb.gz"))
	if err != nil {
		panic(err)
	}
	if err := profile.WriteTo(file, 0); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func main() {
	runtime.MemProfileRate = 4096
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	go leak()
	for i := 0; i < 100; i++ {
		kept = append(kept, make([]byte, 4096))
	}
	cpu, err := os.Create(filepath.Join(os.Args[1], "cpu.pb.gz"))
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		panic(err)
	}
	contend()
	pprof.StopCPUProfile()
	if err := cpu.Close(); err != nil {
		panic(err)
	}
	pprof.NewProfile("connections").Add(&kept, 0)
	runtime.GC()
	for _, name := range []string{"heap", "allocs", "goroutine", "goroutineleak", "block", "mutex", "threadcreate", "connections"} {
		write(name)
	}
}
