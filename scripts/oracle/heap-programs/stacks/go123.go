//go:build go1.23

package main

import "iter"

func newerWays() []way {
	return []way{
		{"coroutine", 200, func() func() {
			return func() {
				next, _ := iter.Pull(func(yield func(int) bool) {
					inside := keep("inside a coroutine")
					<-results
					use(inside)
				})
				next()
			}
		}},
		{"range over a function", 1 << 30, func() func() {
			return func() {
				for range func(yield func(int) bool) { yield(1) } {
					<-results
				}
			}
		}},
	}
}
