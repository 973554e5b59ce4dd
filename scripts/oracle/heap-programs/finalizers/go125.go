//go:build go1.25

package main

import (
	"fmt"
	"runtime"
	"unique"
)

func dropUnique(i int) { unique.Make(fmt.Sprint("dropped ", i)) }

func waitForCleanup(entered <-chan int) {
	for len(entered) == 0 {
		runtime.GC()
		runtime.Gosched()
	}
}
