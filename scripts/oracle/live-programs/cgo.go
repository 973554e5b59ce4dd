package main

// #include <unistd.h>
import "C"

func init() {
	// Only a goroutine that is in C can close the channel.
	register("in-c", func() func() {
		done := make(chan struct{})
		go func() { <-done }()
		go func() {
			C.sleep(3600)
			close(done)
		}()
		return func() {}
	})
}
