// Command sampling keeps a known number of objects of known sizes alive, each size under a stack of
// its own, and writes the heap profile beside the truth: `sampling PERIOD_BYTES PROFILE`.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
)

// Size classes, so that no byte is added by rounding.
var sizes = []int{16, 48, 64, 96, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768}

var kept [][]byte

// place is deeper by one frame for each site, so that every site has its own stack.
//
//go:noinline
func place(depth, size, count int) {
	if depth > 0 {
		place(depth-1, size, count)
		return
	}
	for i := 0; i < count; i++ {
		kept = append(kept, make([]byte, size))
	}
}

func main() {
	period, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	kept = make([][]byte, 0, 1<<21)
	runtime.MemProfileRate = period
	for site, size := range sizes {
		count := max(20, 40*period/size)
		place(site, size, count)
		fmt.Println(site+1, size, count)
	}
	runtime.GC()
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
	runtime.KeepAlive(kept)
}
