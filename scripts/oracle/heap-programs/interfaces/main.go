// interfaces: dynamic types behind interfaces, closures over variables, method values, embedding.
package main

import (
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"heapprograms/quiet"
)

type shape interface{ area() float64 }

type square struct {
	side  float64
	notes []string
}

type circle struct{ radius *float64 }
type unit struct{}
type number int
type pair struct{ a, b any }

func (s *square) area() float64 { return s.side * s.side }
func (c circle) area() float64  { return *c.radius }
func (unit) area() float64      { return 1 }
func (n number) area() float64  { return float64(n) }
func (p pair) area() float64    { return 0 }

type logger struct {
	io.Writer
	shape
	prefix string
}

type named interface {
	shape
	fmt.Stringer
}

func (l *logger) String() string { return l.prefix }

var (
	shapes   []shape
	anything []any
	closures []func() int
	methods  []func() float64
	errs     []error
	stringer []fmt.Stringer
	both     []named
	sorters  []sort.Interface
	fields   = map[string]func(*logger) any{}
	visitors [][]func(func(int) bool)
)

func newSquare(i int) *square {
	return &square{float64(i), []string{fmt.Sprint("side ", i)}}
}

func fill() {
	for i := range 8_000 {
		radius := float64(i)
		shapes = append(shapes, newSquare(i), circle{&radius}, unit{}, number(i), pair{i, newSquare(i)})
		anything = append(anything, i, "text", fmt.Sprint("any ", i), newSquare(i), *newSquare(i),
			[]int{i}, [3]*square{newSquare(i)}, struct{ s *square }{newSquare(i)}, &anything, nil, 3.5, radius)
		count, kept := i, newSquare(i)
		closures = append(closures, func() int { count++; return count + len(kept.notes) })
		bound := newSquare(i)
		methods = append(methods, bound.area, circle{&radius}.area, shapes[len(shapes)-1].area)
		err := fmt.Errorf("wrapped %d: %w", i, errors.New("inner"))
		errs = append(errs, err, errors.Join(err, io.EOF))
		l := &logger{&strings.Builder{}, newSquare(i), fmt.Sprint("logger ", i)}
		l.Write([]byte("line"))
		stringer = append(stringer, l)
		both = append(both, l)
		sorters = append(sorters, sort.Reverse(sort.IntSlice{i, i + 1}))
		list := []int{i, i * 2}
		visitors = append(visitors, []func(func(int) bool){func(yield func(int) bool) {
			for _, v := range list {
				if !yield(v) {
					return
				}
			}
		}})
	}
	fields["prefix"] = func(l *logger) any { return l.prefix }
	fields["method"] = func(l *logger) any { return l.area }
}

func main() {
	fill()
	var s shape = newSquare(-1)
	deep := func() func() shape { return func() shape { return s } }
	quiet.Rest(nil, s, deep, deep())
}
