// Prints what the runtime knows about itself, for the readers of app/domain/gosym to be held against.
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"runtime"
	"unsafe"
)

type point struct{ x, y int32 }

type base struct{ id uint64 }

type record struct {
	base
	name   string
	tags   []string
	next   *record
	index  map[string]*record
	feed   chan point
	notify func(point) error
	value  any
	grid   [3][2]float32
	flags  struct{ open, dirty bool }
}

type cache[K comparable, V any] struct {
	entries map[K]V
	last    K
}

func (c *cache[K, V]) put(k K, v V) { c.entries[k] = v; c.last = k }

// Large enough that its pointer mask is not laid down in the binary.
type huge [30000]struct {
	count int
	owner *record
	extra [2]int
}

var (
	theRecord = record{name: "r", index: map[string]*record{}}
	theCache  = cache[string, *record]{entries: map[string]*record{}}
	counter   int64
	table     [16]*record
	theHuge   = new(huge)
	sink      any
)

type frame struct {
	PC       uintptr
	Function string
	File     string
	Line     int
}

type typeFact struct {
	Address uintptr
	Name    string
	Size    uintptr
}

//go:noinline
func outer() []frame { return middle() }

func middle() []frame { return inner() }

func inner() []frame { return callers() }

//go:noinline
func callers() []frame {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	var all []frame
	for {
		f, more := frames.Next()
		all = append(all, frame{f.PC, f.Function, f.File, f.Line})
		if !more {
			return all
		}
	}
}

func fact(v any) typeFact {
	t := reflect.TypeOf(v)
	return typeFact{*(*uintptr)(unsafe.Pointer(&v)), t.String(), t.Size()}
}

//go:noinline
func locals(seed int) int {
	var first [4]*record
	second := record{name: "second"}
	third := seed * 2
	pick(&first, &second, &third)
	return third
}

//go:noinline
func pick(first *[4]*record, second *record, third *int) {
	first[seed()] = second
	*third += len(second.name)
}

//go:noinline
func seed() int { return len(os.Args) & 3 }

func main() {
	theCache.put("k", &theRecord)
	sink = theHuge
	counter += int64(locals(len(os.Args)))
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"frames": outer(),
		"types": []typeFact{
			fact(theRecord), fact(&theRecord), fact(point{}), fact(theCache), fact(theRecord.index),
			fact([]string(nil)), fact(theRecord.feed), fact(sink), fact(*theHuge), fact(table), fact(0),
		},
	})
}
