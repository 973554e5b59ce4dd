// A till for the debugger: two cashiers that wait for customers, a receipt to look at, and an end with status 3.
package main

import (
	"fmt"
	"os"
	"time"
)

type receipt struct {
	buyer string
	cents []int
}

func cashier(desk int, queue <-chan int, done chan<- int) {
	taken := 0
	for cents := range queue {
		taken += cents
	}
	done <- taken * desk
}

func sum(cents []int) int {
	total := 0
	for _, each := range cents {
		total += each
	}
	return total
}

func main() {
	queue, done := make(chan int), make(chan int)
	go cashier(1, queue, done)
	go cashier(2, queue, done)
	time.Sleep(50 * time.Millisecond) // until both wait
	paid := &receipt{buyer: "Ada", cents: []int{250, 120}}
	total := sum(paid.cents) // stop here
	fmt.Println("total", total)
	if len(os.Args) > 1 {
		for { // until somebody ends it
			time.Sleep(10 * time.Millisecond)
		}
	}
	close(queue)
	<-done
	<-done
	os.Exit(3)
}
