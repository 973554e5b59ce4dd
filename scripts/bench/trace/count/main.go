// count is the peer that the reader's speed is measured against: it only counts the events of a trace, with Go's own
// reader. With -kinds it also counts by kind and keeps every latency for its distribution, which is what anybody
// who wants statistics has to do.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"golang.org/x/exp/trace"
)

func main() {
	kinds := flag.Bool("kinds", false, "count by kind, and keep latencies")
	flag.Parse()
	if err := count(flag.Arg(0), *kinds); err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
		os.Exit(1)
	}
}

func count(path string, kinds bool) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	reader, err := trace.NewReader(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		return err
	}
	stats := newStatistics()
	events := 0
	for {
		event, err := reader.ReadEvent()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		events++
		if kinds {
			stats.add(event)
		}
	}
	fmt.Println(events, "events")
	if kinds {
		stats.print()
	}
	return nil
}

type statistics struct {
	counts     map[string]int
	latencies  map[string][]int64
	since      map[trace.GoID]trace.Time
	reasons    map[trace.GoID]string
	rangeBegin map[scopedRange]trace.Time
}

type scopedRange struct {
	name  string
	scope trace.ResourceID
}

func newStatistics() *statistics {
	return &statistics{
		counts:     map[string]int{},
		latencies:  map[string][]int64{},
		since:      map[trace.GoID]trace.Time{},
		reasons:    map[trace.GoID]string{},
		rangeBegin: map[scopedRange]trace.Time{},
	}
}

func (s *statistics) add(event trace.Event) {
	kind := event.Kind().String()
	s.counts[kind]++
	switch event.Kind() {
	case trace.EventStateTransition:
		s.addTransition(event)
	case trace.EventRangeBegin, trace.EventRangeActive:
		span := event.Range()
		s.counts[kind+" "+span.Name]++
		s.rangeBegin[scopedRange{span.Name, span.Scope}] = event.Time()
	case trace.EventRangeEnd:
		span := event.Range()
		s.counts[kind+" "+span.Name]++
		key := scopedRange{span.Name, span.Scope}
		if begin, ok := s.rangeBegin[key]; ok {
			s.keep("range "+span.Name, event.Time()-begin)
			delete(s.rangeBegin, key)
		}
	case trace.EventMetric:
		s.counts["Metric "+event.Metric().Name]++
	}
}

func (s *statistics) addTransition(event trace.Event) {
	transition := event.StateTransition()
	if transition.Resource.Kind == trace.ResourceProc {
		from, to := transition.Proc()
		s.counts["P "+from.String()+" → "+to.String()]++
		return
	}
	if transition.Resource.Kind != trace.ResourceGoroutine {
		return
	}
	from, to := transition.Goroutine()
	s.counts["G "+from.String()+" → "+to.String()]++
	goroutine := transition.Resource.Goroutine()
	if since, ok := s.since[goroutine]; ok {
		elapsed := event.Time() - since
		if from == trace.GoRunnable && to == trace.GoRunning {
			s.keep("scheduling", elapsed)
		}
		if from == trace.GoWaiting {
			s.keep("blocked "+s.reasons[goroutine], elapsed)
		}
	}
	s.since[goroutine] = event.Time()
	if to == trace.GoWaiting {
		s.reasons[goroutine] = transition.Reason
	}
}

func (s *statistics) keep(what string, elapsed trace.Time) {
	s.latencies[what] = append(s.latencies[what], int64(elapsed))
}

func (s *statistics) print() {
	for kind, n := range s.counts {
		fmt.Println(n, kind)
	}
	for what, all := range s.latencies {
		slices.Sort(all)
		at := func(part float64) int64 { return all[int(part*float64(len(all)-1))] }
		fmt.Printf("%s: %d, p50 %d ns, p99 %d ns\n", what, len(all), at(0.5), at(0.99))
	}
}
