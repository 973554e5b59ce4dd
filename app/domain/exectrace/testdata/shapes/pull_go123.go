//go:build go1.23

package main

import "iter"

// pull switches between coroutines.
func pull() {
	for i := 0; i < 20; i++ {
		next, stop := iter.Pull(func(yield func(int) bool) {
			for j := 0; j < 3 && yield(j); j++ {
			}
		})
		next()
		next()
		stop()
	}
}
