// Command liveprograms is many small programs in one, none of which leaks: whoever waits is waited for. The name of
// one is its argument; it prints READY and goes on for an hour.
package main

import (
	"fmt"
	"os"
	"sort"
	"time"
)

// programs maps names to what starts them. Each returns what its main goroutine then waits for.
var programs = map[string]func() func(){}

func register(name string, start func() func()) { programs[name] = start }

func main() {
	if len(os.Args) < 2 {
		names := make([]string, 0, len(programs))
		for name := range programs {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			fmt.Println(name)
		}
		return
	}
	wait := programs[os.Args[1]]()
	go func() {
		time.Sleep(300 * time.Millisecond) // everybody is where they wait
		fmt.Println("READY")
	}()
	wait()
	time.Sleep(time.Hour)
}
