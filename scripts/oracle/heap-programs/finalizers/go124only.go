//go:build go1.24 && !go1.25

package main

// waitForCleanup: in Go 1.24 the goroutine of the finalizers, which is stuck already, runs cleanups too.
func waitForCleanup(<-chan int) {}
