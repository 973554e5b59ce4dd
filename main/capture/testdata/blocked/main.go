// Target of the snapshot tests: pointers in a map, slices and a list, goroutines blocked in three ways, a
// finalizer. It says that it is ready, and then ticks so that a test sees it go on. With UNDUMPABLE=1 it
// first makes itself a process that nobody without privileges may look into.
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

type record struct {
	next *record
	tags [6]*string
}

var (
	table  = map[string]*record{}
	list   *record
	rows   [][]*record
	memory [][]byte
	mu     sync.Mutex
)

func main() {
	if os.Getenv("UNDUMPABLE") == "1" {
		const prSetDumpable = 4
		syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0)
	}
	count, _ := strconv.Atoi(os.Args[1])
	for i := 0; i < count; i++ {
		key := "record-" + strconv.Itoa(i)
		list = &record{next: list}
		for t := range list.tags {
			tag := key
			list.tags[t] = &tag
		}
		table[key] = list
		if i%1000 == 0 {
			rows = append(rows, make([]*record, 3000))
			memory = append(memory, make([]byte, 1<<20))
		}
	}
	results := make(chan int)
	mu.Lock()
	for i := 0; i < 20; i++ {
		go func() { results <- i }()
		go func() { mu.Lock() }()
		go func() { select {} }()
	}
	file, _ := os.Open(os.DevNull)
	runtime.SetFinalizer(file, func(*os.File) {})
	println("ready")
	for tick := 0; ; tick++ {
		time.Sleep(5 * time.Millisecond)
		println(tick)
	}
}
