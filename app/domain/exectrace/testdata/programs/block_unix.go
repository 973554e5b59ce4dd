//go:build unix

package main

import (
	"syscall"
	"time"
)

// blockInCall sleeps in the kernel, so that the runtime does not know for how long.
func blockInCall(span time.Duration) {
	ts := syscall.NsecToTimespec(int64(span))
	_ = syscall.Nanosleep(&ts, nil)
}
