package main

import (
	"syscall"
	"time"
	"unsafe"
)

// copied is no constant: the slices must not lie on the stack.
var copied = 1 << 8

// running never stops: what these keep is in registers and frames.
var running = []func(start <-chan int){
	func(start <-chan int) {
		head := keep("running over a list")
		for range 20 {
			l := keep("running over a list")
			l.next.next = head
			head = l
		}
		arrived.Done()
		<-start
		for sum := 0; ; {
			for l := head; l != nil; l = l.next {
				sum += l.id
			}
			if sum == -1 {
				use(head)
			}
		}
	},
	func(start <-chan int) {
		from, to := make([]*leaf, copied), make([]*leaf, copied)
		note(unsafe.Pointer(&from[0]), "copied from")
		note(unsafe.Pointer(&to[0]), "copied to")
		from[77] = keep("copied")
		kept := keep("beside a copy")
		arrived.Done()
		<-start
		for {
			copy(to, from)
			if to[77] != from[77] {
				use(kept)
			}
		}
	},
	func(start <-chan int) {
		kept := keep("beside the clock")
		arrived.Done()
		<-start
		for !time.Now().IsZero() {
		}
		use(kept)
	},
	func(start <-chan int) {
		kept := keep("beside a system call")
		arrived.Done()
		<-start
		for syscall.Getppid() != -1 {
		}
		use(kept)
	},
	func(start <-chan int) {
		var one, two wide
		for i := range one.leaves {
			one.leaves[i] = keep("in a copied struct")
		}
		arrived.Done()
		<-start
		for {
			two = one
			touch(&two)
			one = two
		}
	},
}

//go:noinline
func touch(w *wide) { w.n++ }
