// programs records a short trace of a program of one kind. What the reader makes of it is compared with Go's own
// reader, for every release of Go.
// Usage: programs MODE FILE. The number of Ps is GOMAXPROCS's business.
package main

import (
	"fmt"
	"os"
	"runtime/trace"
	"time"
)

// A mode does a bounded amount of work, or stops at the time given.
var modes = map[string]func(end time.Time){
	"http":       serveHTTP,
	"gc":         collect,
	"tasks":      annotate,
	"syscalls":   callSystem,
	"cpuprofile": profile,
	"goroutines": crowd,
	// "cgo" and "coroutines" where there are any.
}

func main() {
	run, ok := modes[os.Args[1]]
	if !ok {
		fmt.Fprintln(os.Stderr, "programs: no mode", os.Args[1])
		os.Exit(2)
	}
	file, err := os.Create(os.Args[2])
	check(err)
	check(trace.Start(file))
	run(time.Now().Add(60 * time.Millisecond))
	trace.Stop()
	check(file.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
