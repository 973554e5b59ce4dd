// maps: maps of every kind of key and element, growing, shrunk, nested, iterated over.
package main

import (
	"fmt"
	"sync"

	"heapprograms/quiet"
)

type entry struct {
	name    string
	payload []byte
	next    *entry
}

// wideKey and wideElem are over 128 bytes: a map keeps them apart and holds pointers to them.
type wideKey struct {
	text [10]string
}

type wideElem struct {
	entries [20]*entry
}

type mixed struct {
	id int
	e  *entry
	f  float64
}

var (
	byName   = map[string]*entry{}
	byNumber = map[int]mixed{}
	byWide   = map[wideKey]wideElem{}
	byAny    = map[any]any{}
	byArray  = map[[2]string][]*entry{}
	nested   = map[string]map[int]map[string]*entry{}
	flat     = map[int64]int64{}
	set      = map[string]struct{}{}
	byFloat  = map[float64]*entry{}
	byChan   = map[chan int]string{}
	small    []map[string]*entry
	empty    []map[int]*entry
	growing  []map[int]*entry
	shrunk   = map[int]*entry{}
	synced   sync.Map
	deleted  = map[string]*entry{}
)

func newEntry(i int) *entry {
	return &entry{fmt.Sprintf("entry-%d", i), make([]byte, 48+i%64), nil}
}

func fill() {
	for i := range 20_000 {
		e := newEntry(i)
		byName[e.name] = e
		byNumber[i] = mixed{i, e, 1}
		flat[int64(i)] = int64(i)
		set[fmt.Sprint("set-", i)] = struct{}{}
		synced.Store(i, newEntry(i))
		deleted[e.name] = newEntry(i)
		shrunk[i] = newEntry(i)
	}
	for i := range 3_000 {
		var key wideKey
		key.text[i%10] = fmt.Sprint("wide-", i)
		var elem wideElem
		elem.entries[i%20] = newEntry(i)
		byWide[key] = elem
		byAny[i] = newEntry(i)
		byAny[fmt.Sprint("any-", i)] = mixed{i, newEntry(i), 2}
		byArray[[2]string{fmt.Sprint(i), "x"}] = []*entry{newEntry(i)}
		byFloat[float64(i)/3] = newEntry(i)
		byChan[make(chan int, 1)] = fmt.Sprint("chan-", i)
		outer := fmt.Sprint("outer-", i%50)
		if nested[outer] == nil {
			nested[outer] = map[int]map[string]*entry{}
		}
		nested[outer][i] = map[string]*entry{"inner": newEntry(i)}
		small = append(small, map[string]*entry{"a": newEntry(i), "b": nil})
		empty = append(empty, map[int]*entry{}, nil)
	}
	for i := range 20_000 {
		if i%3 != 0 {
			delete(deleted, fmt.Sprintf("entry-%d", i))
		}
		if i >= 5 {
			delete(shrunk, i)
		}
		if i%7 == 0 {
			synced.Delete(i)
		}
	}
	// Sizes about each doubling: an hmap in the middle of moving keeps its old buckets.
	for size := 1; size < 1_200; size += 1 + size/7 {
		m := map[int]*entry{}
		for i := range size {
			m[i] = newEntry(i)
		}
		growing = append(growing, m)
	}
}

// iterate stays in the middle of a range: the iterator lies on its stack.
func iterate(m map[string]*entry, started chan<- int, rest <-chan int) {
	count := 0
	for name, e := range m {
		if count++; count == 100 {
			started <- 1
			<-rest
		}
		e.next, _ = m[name]
	}
}

func main() {
	fill()
	started, rest := make(chan int), make(chan int)
	for range 20 {
		m := map[string]*entry{}
		for i := range 500 {
			m[fmt.Sprint("iterated-", i)] = newEntry(i)
		}
		go iterate(m, started, rest)
		<-started
	}
	quiet.Rest(nil, rest)
}
