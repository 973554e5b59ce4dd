// trace-mmu prints Go's own minimum mutator utilisation of a trace: window in nanoseconds and utilisation.
// It lives inside the standard library for the build only: internal/trace cannot be imported from elsewhere.
// Usage: trace-mmu FILE NANOSECONDS...
package main

import (
	"fmt"
	"internal/trace"
	"io"
	"os"
	"strconv"
	"time"
)

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	reader, err := trace.NewReader(file)
	if err != nil {
		panic(err)
	}
	var events []trace.Event
	for {
		event, err := reader.ReadEvent()
		if err == io.EOF {
			break
		}
		if err != nil {
			panic(err)
		}
		events = append(events, event)
	}
	flags := trace.UtilSTW | trace.UtilBackground | trace.UtilAssist | trace.UtilSweep
	curve := trace.NewMMUCurve(trace.MutatorUtilizationV2(events, flags))
	for _, text := range os.Args[2:] {
		window, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%d %.12f\n", window, curve.MMU(time.Duration(window)))
	}
}
