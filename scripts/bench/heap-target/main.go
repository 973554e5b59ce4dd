// A program with a heap of a known size that knows how long it was stopped. Prints READY when the
// heap stands; answers each line on its standard input with the longest gap between two ticks of its
// 1 ms ticker since the last answer, in nanoseconds.
//
//	heap-target -shape buffers -mb 135    pooled buffers kept by a global map: mostly pointer-free
//	heap-target -shape pointers -mb 150   every object holds pointers: small ones, in long chains
//	heap-target -shape wide -mb 150       every object holds pointers: tables of records, shallow
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

var cache = map[string][]byte{}
var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Of the size classes 16, 48, 96 and 208, which hold heap bits in the span, and 1024, which has a
// header: each links to others.
type tiny struct{ next *node }
type node struct {
	next, other *node
	tiny        *tiny
	id          int
	label       *string
}
type record struct {
	links [8]*node
	name  string
	id    int
}
type bucket struct {
	rows [12]*record
	next *bucket
	any  any
}
type page struct {
	buckets [120]*bucket
	next    *page
}

// Wide: rows of 1 KB that hold pointers at each other and at a few shared names.
type row struct {
	names [60]*string
	cells [60]*row
}

var pages *page
var tables [][]*row
var longestNs atomic.Int64

func buffers(bytesWanted int) {
	for i, total := 0, 0; total < bytesWanted; i++ {
		b := pool.Get().(*bytes.Buffer) // never put back
		key := fmt.Sprintf("key-%06d", i)
		for size := 1024 + i%7*512; b.Len() < size; {
			fmt.Fprintf(b, "%s-payload-%d;", key, b.Len())
		}
		cache[key] = b.Bytes()
		total += b.Cap()
	}
}

func pointers(bytesWanted int) {
	const perPage = 1024 + 120*(208+12*(96+8*(48+16)))
	var last *node
	for total := 0; total < bytesWanted; total += perPage {
		p := &page{next: pages}
		for i := range p.buckets {
			b := &bucket{any: p}
			for j := range b.rows {
				r := &record{id: j}
				for k := range r.links {
					last = &node{next: last, other: last, id: k}
					last.tiny = &tiny{last}
					r.links[k] = last
				}
				b.rows[j] = r
			}
			p.buckets[i] = b
		}
		pages = p
	}
}

func wide(bytesWanted int) {
	names := make([]string, 64)
	for total := 0; total < bytesWanted; {
		table := make([]*row, 1000)
		for i := range table {
			table[i] = new(row)
			for j := range table[i].names {
				table[i].names[j] = &names[(i+j)%len(names)]
				table[i].cells[j] = table[i*j%(i+1)]
			}
		}
		tables = append(tables, table)
		total += 1000 * 1024
	}
}

func tick() {
	last := time.Now()
	for {
		time.Sleep(time.Millisecond)
		now := time.Now()
		if gap := int64(now.Sub(last)); gap > longestNs.Load() {
			longestNs.Store(gap)
		}
		last = now
	}
}

func main() {
	shape := flag.String("shape", "buffers", "buffers, pointers or wide")
	mb := flag.Int("mb", 135, "size of the heap")
	threads := flag.Int("threads", 0, "further operating-system threads")
	flag.Parse()
	for range *threads {
		go func() {
			runtime.LockOSThread()
			select {}
		}()
	}
	switch *shape {
	case "pointers":
		pointers(*mb << 20)
	case "wide":
		wide(*mb << 20)
	default:
		buffers(*mb << 20)
	}
	runtime.GC()
	runtime.GC()
	go tick()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Printf("READY %d %d %d\n", stats.HeapAlloc, stats.HeapObjects, stats.HeapInuse)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		fmt.Println(longestNs.Swap(0))
	}
	runtime.KeepAlive(pages)
	runtime.KeepAlive(tables)
	runtime.KeepAlive(cache)
}
