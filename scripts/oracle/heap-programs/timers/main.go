// timers: functions to be called later, tickers, deadlines; running, stopped, forgotten.
package main

import (
	"context"
	"fmt"
	"time"

	"heapprograms/quiet"
)

type task struct {
	name string
	data []byte
	next *task
}

var (
	timers   []*time.Timer
	tickers  []*time.Ticker
	stopped  []*time.Timer
	contexts []context.Context
	cancels  []context.CancelFunc
	channels []<-chan time.Time
	reset    []*time.Timer
)

func newTask(i int) *task {
	return &task{fmt.Sprint("task ", i), make([]byte, 200+i%400), &task{}}
}

func fill() {
	background := context.Background()
	for i := range 2_000 {
		pending := newTask(i)
		time.AfterFunc(time.Hour+time.Duration(i), func() { pending.next = nil }) // held by the runtime alone
		known := newTask(i)
		timers = append(timers, time.AfterFunc(time.Hour, func() { known.next = nil }), time.NewTimer(2*time.Hour))
		halted := newTask(i)
		t := time.AfterFunc(time.Hour, func() { halted.next = nil })
		t.Stop()
		stopped = append(stopped, t)
		tickers = append(tickers, time.NewTicker(time.Hour))
		time.NewTicker(time.Hour) // forgotten: collectable from Go 1.23 on
		time.NewTimer(time.Hour)
		channels = append(channels, time.After(time.Hour), time.Tick(time.Hour))
		moved := newTask(i)
		r := time.AfterFunc(time.Hour, func() { moved.next = nil })
		r.Reset(time.Duration(1+i%50) * time.Minute * 10)
		reset = append(reset, r)
		with := context.WithValue(background, i, newTask(i))
		ctx, cancel := context.WithTimeout(with, time.Hour)
		contexts = append(contexts, ctx)
		cancels = append(cancels, cancel)
		_, give := context.WithDeadline(ctx, time.Now().Add(30*time.Minute))
		if i%2 == 0 {
			give()
		} else {
			cancels = append(cancels, give)
		}
		context.AfterFunc(ctx, func() { pending.name = "" })
	}
}

func main() {
	fill()
	for i := range 200 {
		mine := newTask(i)
		go func() {
			for range time.Tick(time.Hour) {
				mine.next = nil
			}
		}()
		go func() {
			timer := time.NewTimer(time.Hour)
			defer timer.Stop()
			<-timer.C
			mine.next = nil
		}()
	}
	quiet.Rest(nil)
}
