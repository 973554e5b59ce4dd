// slices: slices of pointers, of slices, of structs; parts of arrays; pointers into the middle.
package main

import (
	"fmt"
	"strings"
	"unsafe"

	"heapprograms/quiet"
)

type point struct {
	x, y  int
	label *string
}

type record struct {
	head  [3]int
	inner point
	tail  []point
	text  string
}

type matrix [40][]float64

var (
	pointers  []*record
	values    []record
	parts     [][]point
	interiors []*point
	labels    []**string
	texts     []string
	cut       []string
	matrices  []*matrix
	bytes     [][]byte
	raw       []unsafe.Pointer
	array     [1000]*record
	arrays    [50][4]record
	headers   []unsafe.Pointer
	bare      []*int
	capped    [][]*record
)

func newRecord(i int) *record {
	label := strings.Repeat("label", 1+i%9)
	r := &record{inner: point{i, i, &label}, text: fmt.Sprint("record-", i)}
	for j := range i % 12 {
		l := fmt.Sprint("tail-", i, "-", j)
		r.tail = append(r.tail, point{j, j, &l})
	}
	return r
}

func fill() {
	for i := range 6_000 {
		pointers = append(pointers, newRecord(i))
		values = append(values, *newRecord(i))
		interiors = append(interiors, &newRecord(i).inner)
		labels = append(labels, &newRecord(i).inner.label)
		if tail := newRecord(i).tail; len(tail) > 3 {
			parts = append(parts, tail[1:3:3])
		}
		whole := strings.Repeat("text ", 3+i%40)
		texts = append(texts, whole)
		cut = append(cut, whole[len(whole)/2:])
		bytes = append(bytes, make([]byte, 10+i%900)[i%5:])
		raw = append(raw, unsafe.Pointer(newRecord(i)))
		headers = append(headers, unsafe.Pointer(&newRecord(i).tail))
		numbers := make([]int, 100)
		bare = append(bare, &numbers[i%100])
		some := make([]*record, 8)
		some[7] = newRecord(i) // beyond the length, and yet the collector keeps it
		capped = append(capped, some[:2])
	}
	for i := range 200 {
		m := new(matrix)
		for j := range m {
			m[j] = make([]float64, i)
		}
		matrices = append(matrices, m)
	}
	for i := range array {
		array[i] = newRecord(i)
	}
	for i := range arrays {
		for j := range arrays[i] {
			arrays[i][j] = *newRecord(i + j)
		}
	}
}

func main() {
	fill()
	local := [64]*record{}
	for i := range local {
		local[i] = newRecord(i)
	}
	window := local[10:20]
	quiet.Rest(nil, &local, window)
}
