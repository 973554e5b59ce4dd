//go:build cgo

package main

/*
#include <pthread.h>
#include <unistd.h>

extern void goCallback(int);

static void call(int n) { if (n % 4 == 0) usleep(200); goCallback(n); }

static void *foreign(void *n) { for (int i = 0; i < 20; i++) goCallback(i); return 0; }

// A thread that Go did not make calls into Go.
static void callFromThread(void) {
	pthread_t thread;
	if (pthread_create(&thread, 0, foreign, 0) == 0) pthread_join(thread, 0);
}
*/
import "C"

import (
	"runtime"
	"time"
)

func init() { modes["cgo"] = callC }

//export goCallback
func goCallback(n C.int) {
	if n%3 == 0 {
		runtime.Gosched()
	}
}

// callC calls C that calls Go, also from threads of its own.
func callC(end time.Time) {
	together(12, func(i int) {
		for round := 0; round < 300 && time.Now().Before(end); round++ {
			C.call(C.int(round))
			if i == 0 && round%10 == 0 {
				C.callFromThread()
			}
		}
	})
}
