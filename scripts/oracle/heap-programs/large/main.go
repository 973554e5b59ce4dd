// large: every size of object, with and without pointers; large arrays with few pointers, whose
// masks the runtime builds when it first needs them or describes by a program.
package main

import (
	"heapprograms/quiet"
)

type leaf struct {
	data [64]byte
	next *leaf
}

// sparse has a pointer only near its beginning; repeated has one in every element.
type sparse struct {
	first *leaf
	rest  [5000]int
}

type repeated struct {
	rows [3000]struct {
		a, b int
		link *leaf
	}
}

type huge struct {
	lead  [3]*leaf
	body  [40000]int64
	rows  [700]repeatedRow
	trail *leaf
}

type repeatedRow struct {
	text  string
	cells [5]any
}

type odd[T any] struct {
	a    int32
	link *leaf
	body T
	last *leaf
}

var (
	pointerFree [][]byte
	pointerful  [][]*leaf
	sparses     []*sparse
	repeateds   []*repeated
	huges       []*huge
	odds        []any
	rows        [][]repeatedRow
	static      [2000]repeatedRow
	statics     repeated
	sized       []any
	arrays      []*[20][300]*leaf
	tails       [][]odd[[11]int]
)

func newLeaf(i int) *leaf { return &leaf{next: &leaf{}} }

func fill() {
	for size := 8; size < 200_000; size += 1 + size/9 {
		pointerFree = append(pointerFree, make([]byte, size))
		s := make([]*leaf, (size+7)/8)
		s[0], s[len(s)/2], s[len(s)-1] = newLeaf(1), newLeaf(2), newLeaf(3)
		pointerful = append(pointerful, s)
		r := make([]repeatedRow, 1+size/96)
		r[len(r)-1].text = string(make([]byte, 40))
		r[len(r)-1].cells[4] = newLeaf(4)
		rows = append(rows, r)
		t := make([]odd[[11]int], 1+size/112)
		t[len(t)-1].last = newLeaf(5)
		tails = append(tails, t)
	}
	for i := range 60 {
		s := &sparse{first: newLeaf(i)}
		sparses = append(sparses, s)
		r := &repeated{}
		for j := range r.rows {
			if j%100 == i {
				r.rows[j].link = newLeaf(j)
			}
		}
		repeateds = append(repeateds, r)
	}
	for i := range 6 {
		h := &huge{trail: newLeaf(i)}
		h.lead[1] = newLeaf(i)
		h.rows[699].cells[4] = newLeaf(i)
		huges = append(huges, h)
		a := &[20][300]*leaf{}
		a[19][299] = newLeaf(i)
		arrays = append(arrays, a)
	}
	for i := range 50 {
		odds = append(odds, &odd[[3]byte]{1, newLeaf(i), [3]byte{}, newLeaf(i)},
			&odd[[70]int]{1, newLeaf(i), [70]int{}, newLeaf(i)},
			&odd[[700]string]{1, newLeaf(i), [700]string{699: string(make([]byte, 20))}, newLeaf(i)},
			&odd[[9000]int16]{1, newLeaf(i), [9000]int16{}, newLeaf(i)},
			&odd[[2500]*leaf]{1, newLeaf(i), [2500]*leaf{2499: newLeaf(i)}, newLeaf(i)})
	}
	static[1999].cells[3] = newLeaf(1)
	statics.rows[2999].link = newLeaf(1)
}

//go:noinline
func deep(rest func(keep ...any)) {
	var big [1500]repeatedRow // on the stack, its mask as large
	big[1499].cells[2] = newLeaf(1)
	var plain [2000]*leaf
	plain[1999] = newLeaf(2)
	rest(&big, &plain)
	big[0], plain[0] = big[1499], plain[1999]
}

func main() {
	fill()
	deep(func(keep ...any) { quiet.Rest(nil, keep...) })
}
