// trace-print writes every event of a trace as Go's own reader has it, one a line: time, kind, thread, P,
// goroutine, what happened, stack. It is the oracle for the order and content of app/domain/exectrace. Without an
// argument it reads many traces from standard input and gives verdicts on them.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"golang.org/x/exp/trace"
)

func main() {
	if len(os.Args) < 2 {
		out := bufio.NewWriterSize(os.Stdout, 1<<20)
		defer out.Flush()
		if err := printVerdicts(os.Stdin, out); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return
	}
	in, err := os.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	reader, err := trace.NewReader(bufio.NewReaderSize(in, 1<<20))
	for err == nil {
		var event trace.Event
		if event, err = reader.ReadEvent(); err == nil {
			printEvent(out, event)
		}
	}
	if err != io.EOF {
		fmt.Fprintln(out, "ERR")
		fmt.Fprintln(os.Stderr, err)
	}
}

func printEvent(out io.Writer, event trace.Event) {
	fmt.Fprintf(out, "%d %s %d %d %d ", event.Time(), event.Kind(), event.Thread(), event.Proc(), event.Goroutine())
	switch event.Kind() {
	case trace.EventStateTransition:
		printTransition(out, event.StateTransition())
	case trace.EventRangeBegin, trace.EventRangeActive, trace.EventRangeEnd:
		printRange(out, event.Range())
	case trace.EventMetric:
		metric := event.Metric()
		fmt.Fprintf(out, "%s %d ", metric.Name, metric.Value.Uint64())
	case trace.EventLabel:
		fmt.Fprintf(out, "%s ", event.Label().Label)
	case trace.EventTaskBegin, trace.EventTaskEnd:
		fmt.Fprintf(out, "%d %s ", int64(event.Task().ID), event.Task().Type)
	case trace.EventRegionBegin, trace.EventRegionEnd:
		fmt.Fprintf(out, "%d %s ", int64(event.Region().Task), event.Region().Type)
	case trace.EventLog:
		log := event.Log()
		fmt.Fprintf(out, "%d %s %s ", int64(log.Task), log.Category, log.Message)
	case trace.EventStackSample:
		printStack(out, event.Stack())
	}
	fmt.Fprintln(out)
}

func printTransition(out io.Writer, transition trace.StateTransition) {
	resource := transition.Resource
	if resource.Kind == trace.ResourceProc {
		from, to := transition.Proc()
		fmt.Fprintf(out, "P %d %s %s  ", resource.Proc(), from, to)
		return
	}
	from, to := transition.Goroutine()
	fmt.Fprintf(out, "G %d %s %s %s ", resource.Goroutine(), from, to, transition.Reason)
	printStack(out, transition.Stack)
}

func printRange(out io.Writer, span trace.Range) {
	fmt.Fprintf(out, "%s ", span.Name)
	switch span.Scope.Kind {
	case trace.ResourceGoroutine:
		fmt.Fprintf(out, "G %d ", span.Scope.Goroutine())
	case trace.ResourceProc:
		fmt.Fprintf(out, "P %d ", span.Scope.Proc())
	default:
		fmt.Fprint(out, "N ")
	}
}

// printStack writes nothing for the empty stack.
func printStack(out io.Writer, stack trace.Stack) {
	any := false
	for frame := range stack.Frames() {
		if !any {
			fmt.Fprint(out, "[")
			any = true
		}
		fmt.Fprintf(out, "%s %s:%d;", frame.Func, frame.File, frame.Line)
	}
	if any {
		fmt.Fprint(out, "] ")
	}
}
