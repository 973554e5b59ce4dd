// A target for the debugger: `moves` counts to 3 and ends with status 3; `moves tick` counts for
// ever and says so; `moves signals` sends itself the signals that Go programs live with; `moves
// crash` dies.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

type point struct{ x, y int }

var total int

//go:noinline
func add(p point, names []string) int {
	total += p.x
	return total
}

func tick() {
	for n := 1; ; n++ {
		add(point{n, n}, nil)
		fmt.Fprintf(os.Stderr, "tick %d\n", total)
		time.Sleep(5 * time.Millisecond)
	}
}

func signals() {
	for _, signal := range []syscall.Signal{
		syscall.SIGPIPE, syscall.SIGURG, syscall.SIGPROF, syscall.SIGCHLD, syscall.SIGWINCH,
	} {
		syscall.Kill(os.Getpid(), signal)
		time.Sleep(time.Millisecond)
	}
	fmt.Println("alive")
	syscall.Kill(os.Getpid(), syscall.SIGTERM)
	time.Sleep(time.Minute)
}

func main() {
	switch mode := append(os.Args, "")[1]; mode {
	case "tick":
		tick()
	case "signals":
		signals()
	case "crash":
		names := []string{"a", "b"}
		fmt.Println(add(point{7, 8}, names))
		panic("crash")
	}
	fmt.Print("no newline")
	for n := 1; n <= 3; n++ {
		add(point{n, 0}, os.Args[1:])
	}
	os.Exit(total / 2)
}
