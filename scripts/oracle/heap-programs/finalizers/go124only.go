//go:build go1.24 && !go1.25

package main

// dropUnique: in Go 1.24 package unique itself asks for every value while the collector marks, which
// keeps the dead ones for one cycle more, though nothing leads to them.
func dropUnique(int) {}

// waitForCleanup: in Go 1.24 the goroutine of the finalizers, which is stuck already, runs cleanups too.
func waitForCleanup(<-chan int) {}
