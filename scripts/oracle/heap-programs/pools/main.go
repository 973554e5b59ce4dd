// pools: sync.Pool with objects of this cycle and of the last, sync.Once, sync.Map, atomics.
package main

import (
	"bytes"
	"runtime"
	"sync"
	"sync/atomic"

	"heapprograms/quiet"
)

type scratch struct {
	buffer bytes.Buffer
	links  []*scratch
}

var (
	victims   sync.Pool
	locals    = sync.Pool{New: func() any { return newScratch(1) }}
	onlyNew   = sync.Pool{New: func() any { return newScratch(2) }}
	kept      []*scratch
	once      = sync.OnceValue(func() *scratch { return newScratch(3) })
	current   atomic.Pointer[scratch]
	any_      atomic.Value
	registry  sync.Map
	instances []*owner
)

type owner struct {
	pool  sync.Pool
	mutex sync.RWMutex
	once  sync.Once
	value *scratch
}

func newScratch(i int) *scratch {
	s := &scratch{}
	s.buffer.Grow(500 + i%500)
	s.links = []*scratch{nil, {}}
	return s
}

func fill() {
	for i := range 2_000 {
		locals.Put(newScratch(i)) // gone after two collections
		registry.Store(i, newScratch(i))
		kept = append(kept, newScratch(i))
		o := &owner{}
		o.pool.Put(newScratch(i))
		o.once.Do(func() { o.value = newScratch(i) })
		instances = append(instances, o)
	}
	once()
	current.Store(newScratch(4))
	any_.Store(newScratch(5))
	onlyNew.Put(onlyNew.Get())
}

// beforeLast runs ahead of the last collection, which makes victims of what it puts.
func beforeLast() {
	for i := range 3_000 {
		victims.Put(newScratch(i))
	}
	for _, o := range instances[:50] {
		o.pool.Put(newScratch(6))
	}
	runtime.Gosched()
}

func main() {
	fill()
	quiet.Rest(beforeLast)
}
