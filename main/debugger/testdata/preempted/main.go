// Rounds of a loop on one goroutine, while others keep the scheduler busy: whoever stands still at a breakpoint is due
// for preemption when the program goes on.
package main

var sink int

//go:noinline
func work(round int) {
	sum := 0
	for i := 0; i < 200_000; i++ {
		sum += i ^ round
	}
	sink = sum + round // once a round
}

func main() {
	for range 3 {
		go func() {
			for i := 0; ; i++ {
				sink += i
			}
		}()
	}
	for round := 0; ; round++ {
		work(round)
	}
}
