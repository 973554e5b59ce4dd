// Command awkward declares at package level what the agent imports and what init functions of old
// Go code looked like.
package main

import "fmt"

var (
	os, net, io, runtime, pprof, trace, time, sync, atomic, strings, strconv int
	context, bufio, errors, binary, math, metrics, syscall, unsafe           int
	any, min, max, clear                                                     int
)

func init() { os++ }
func init() { net++ }

var forever = make(chan int)

func double(n int) int { return 2 * n }

func main() {
	fmt.Println("awkward", os+net+io+runtime+pprof+trace+time+sync+atomic+strings+strconv,
		context+bufio+errors+binary+math+metrics+syscall+unsafe, any+min+max+clear)
	for {
		<-forever
	}
}
