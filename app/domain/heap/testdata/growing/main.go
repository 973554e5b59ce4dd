// growing changes what it holds at every line that it reads, by amounts a test knows.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
)

type item struct {
	name  string
	parts []*int
	next  *item
}

type session struct {
	user  *item
	label string
}

var (
	cache    = map[string]*item{}
	list     *item
	sessions []*session
	released []*item
)

//go:noinline
func fill() {
	for i := 0; i < 100; i++ {
		cache[fmt.Sprintf("old-%d", i)] = &item{name: "old", parts: make([]*int, 8)}
	}
	for i := 0; i < 30; i++ {
		released = append(released, &item{name: "released"})
		list = &item{name: "list", next: list}
	}
	for i := 0; i < 20; i++ {
		// Texts that are alike, each in an array of its own.
		sessions = append(sessions, &session{label: string([]byte("the same label of all"))})
	}
}

//go:noinline
func grow() {
	for i := 0; i < 50; i++ {
		cache[fmt.Sprintf("new-%d", i)] = &item{name: "new", parts: make([]*int, 8)}
	}
	for i := 0; i < 10; i++ {
		delete(cache, fmt.Sprintf("old-%d", i))
	}
	for i := 0; i < 25; i++ {
		list = &item{name: "list", next: list}
	}
	released = nil
}

func main() {
	runtime.MemProfileRate = 1
	fill()
	input := bufio.NewReader(os.Stdin)
	for {
		runtime.GC()
		runtime.GC()
		fmt.Println("READY")
		if _, err := input.ReadString('\n'); err != nil {
			return
		}
		grow()
	}
}
