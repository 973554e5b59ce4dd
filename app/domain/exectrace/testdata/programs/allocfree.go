package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

func init() { modes["allocfree"] = allocate }

// marker has a size class of its own among what this program makes, and a pointer: it has a span with types.
type marker struct {
	next *marker
	rest [5]uint64
}

var markers []*marker

// allocate keeps 100 markers and drops 50, and writes their addresses, one a line, to FILE.kept and FILE.freed. It
// is of use with GODEBUG=traceallocfree=1.
func allocate(time.Time) {
	kept, freed := "", ""
	for i := 0; i < 100; i++ {
		made := &marker{}
		markers = append(markers, made)
		kept += fmt.Sprintf("%p\n", made)
	}
	for i := 0; i < 50; i++ {
		made := &marker{}
		made.next = made
		freed += fmt.Sprintf("%p\n", made)
	}
	large := make([]marker, 5000)
	kept += fmt.Sprintf("%p\n", &large[0])
	markers = append(markers, &large[0])
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	check(os.WriteFile(os.Args[2]+".kept", []byte(kept), 0o600))
	check(os.WriteFile(os.Args[2]+".freed", []byte(freed), 0o600))
}
