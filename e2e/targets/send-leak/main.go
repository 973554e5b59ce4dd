// Command send-leak loses goroutines: a lookup that is slower than its caller waits finds nobody to
// receive its answer, and the channel has no room for it.
package main

import (
	"fmt"
	"time"
)

const patience = 20 * time.Millisecond

func lookup(id int, answers chan string) {
	delay := 5 * time.Millisecond
	if id%2 == 0 {
		delay = 2 * patience
	}
	time.Sleep(delay)
	answers <- fmt.Sprintf("answer %d", id)
}

func ask(id int) (string, bool) {
	answers := make(chan string)
	go lookup(id, answers)
	select {
	case answer := <-answers:
		return answer, true
	case <-time.After(patience):
		return "", false
	}
}

func main() {
	late := 0
	for id := 0; ; id++ {
		if _, ok := ask(id); !ok {
			late++
		}
		if id%400 == 399 {
			fmt.Printf("%d of %d lookups came too late\n", late, id+1)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
