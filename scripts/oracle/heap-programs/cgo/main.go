// cgo: goroutines waiting in C, in Go called from C called from Go, and handles that C keeps.
package main

/*
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

extern void goCallback(uintptr_t handle, int depth);
extern void goCompare(void *a);

static void callBack(uintptr_t handle, int depth) { goCallback(handle, depth); }
static int waitInC(int fd) { char c; return (int)read(fd, &c, 1); }

static void *ownThread(void *handle) { goCallback((uintptr_t)handle, 2); return 0; }
static void startThread(uintptr_t handle) {
	pthread_t t;
	pthread_create(&t, 0, ownThread, (void *)handle);
	pthread_detach(t);
}
static void touch(void *p) { goCompare(p); }
*/
import "C"

import (
	"fmt"
	"runtime/cgo"
	"sync"
	"syscall"
	"unsafe"

	"heapprograms/quiet"
)

type state struct {
	name string
	data []byte
	next *state
}

var (
	rest    = make(chan int)
	entered sync.WaitGroup
	total   int
	kept    []unsafe.Pointer
	handles []cgo.Handle
)

func newState(i int) *state {
	return &state{fmt.Sprint("state ", i), make([]byte, 2000+i%2000), &state{}}
}

//export goCallback
func goCallback(handle C.uintptr_t, depth C.int) {
	mine := newState(int(depth))
	given := cgo.Handle(handle).Value().(*state)
	if depth > 0 {
		C.callBack(handle, depth-1)
	} else {
		entered.Done()
		<-rest
	}
	total += len(mine.name) + len(given.name)
}

//export goCompare
func goCompare(p unsafe.Pointer) {
	mine := newState(1)
	entered.Done()
	<-rest
	total += len(mine.name) + int(*(*byte)(p))
}

func main() {
	for i := range 500 {
		h := cgo.NewHandle(newState(i))
		handles = append(handles, h)
		kept = append(kept, C.malloc(64))
	}
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil {
		panic(err)
	}
	for i := range 12 {
		entered.Add(2)
		mine := newState(i)
		go func() {
			C.callBack(C.uintptr_t(cgo.NewHandle(newState(i))), C.int(i%6))
			total += len(mine.name)
		}()
		go func() {
			bytes := make([]byte, 100)
			C.touch(unsafe.Pointer(&bytes[0]))
			total += len(mine.name) + len(bytes)
		}()
		waiting := newState(i)
		go func() {
			C.waitInC(C.int(fds[0]))
			total += len(waiting.name)
		}()
	}
	for i := range 6 {
		entered.Add(1)
		C.startThread(C.uintptr_t(cgo.NewHandle(newState(i))))
	}
	entered.Wait()
	quiet.Rest(nil)
}
