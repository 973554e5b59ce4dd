// Target of the snapshot tests: pointers in a map, slices and a list, goroutines blocked in three ways, a
// finalizer. It says that it is ready, and then ticks so that a test sees it go on.
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
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
