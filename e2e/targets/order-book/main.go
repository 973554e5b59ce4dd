// Keeps orders whose texts lie in memory once for each of them, and takes more with every line of its input: for two
// snapshots of one process, and for strings held more than once.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

const batch = 2000

type line struct {
	item, country string
	quantity      int
}

type order struct {
	number   int
	customer string
	lines    []line
}

var (
	open    = map[int]*order{}
	history [][]byte
)

func take(from int) {
	for number := from; number < from+batch; number++ {
		o := &order{number: number, customer: fmt.Sprintf("client-%d", number%40)}
		for quantity := 1; quantity <= 4; quantity++ {
			o.lines = append(o.lines, line{strings.Clone("standard item no. 1"), strings.Clone("Deutschland"), quantity})
		}
		open[number] = o
	}
}

func main() {
	take(0)
	fmt.Println("ready")
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		take(len(open))
		history = append(history, make([]byte, 3<<20))
		fmt.Println("taken")
	}
}
