// The program behind the transcripts: a generic function in two shapes, two goroutines, a name that is not ASCII.
package main

import (
	"fmt"
	"time"
)

//go:noinline
func largest[T int | string](a, b T) T {
	if a > b {
		return a
	}
	return b
}

//go:noinline
func greet(größe string, n int) {
	fmt.Println("grüße", größe, largest(n, 3), largest(größe, "b"))
}

func main() {
	go func() { time.Sleep(time.Hour) }()
	for i := 0; ; i++ {
		greet("a\tb\"ü", i)
		time.Sleep(time.Millisecond)
	}
}
