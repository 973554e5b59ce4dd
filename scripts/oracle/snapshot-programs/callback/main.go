// The program of the snapshot matrix with threads in C, and in Go called from C: one waits there, one
// works, one allocates.
package main

/*
void callWaiting(void);
void callWorking(void);
void sleepInC(void);
*/
import "C"

import "snapshot-programs/load"

var never = make(chan *load.Record)
var counted uint64
var kept [][]*load.Record

//export waitInGo
func waitInGo() { <-never }

//export workInGo
func workInGo() {
	for i := 0; i < 100000; i++ {
		counted++
	}
	if len(kept) < 1000 {
		kept = append(kept, make([]*load.Record, 100))
	}
}

func main() {
	for i := 0; i < 3; i++ {
		go func() { C.callWaiting() }()
		go func() { C.sleepInC() }()
	}
	go func() { C.callWorking() }()
	load.Start()
}
