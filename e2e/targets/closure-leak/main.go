// Command closure-leak loses memory through a field that only a closure can reach: the observer
// registered in main keeps every event in recorder.history.
package main

import "time"

type event struct {
	at      time.Time
	payload []byte
}

type recorder struct {
	history []*event
	seen    int
}

func (r *recorder) record(e *event) {
	r.seen++
	r.history = append(r.history, e)
}

// observe is told of every event.
var observe func(*event)

func newObserver() func(*event) {
	r := &recorder{}
	return func(e *event) { r.record(e) }
}

func newEvent(size int) *event {
	return &event{at: time.Now(), payload: make([]byte, size)}
}

func main() {
	observe = newObserver()
	// 40 a second of 32 to 60 KiB: 1.8 MiB/s.
	for i := 0; ; i++ {
		observe(newEvent(32<<10 + i%8*4096))
		time.Sleep(25 * time.Millisecond)
	}
}
