// generics: containers, functions and closures over type parameters, with the shapes they share.
package main

import (
	"cmp"
	"container/heap"
	"container/list"
	"fmt"

	"heapprograms/quiet"
)

type tree[K cmp.Ordered, V any] struct {
	root *node[K, V]
	size int
}

type node[K cmp.Ordered, V any] struct {
	left, right *node[K, V]
	key         K
	value       V
}

func (t *tree[K, V]) insert(key K, value V) {
	at := &t.root
	for *at != nil {
		if key < (*at).key {
			at = &(*at).left
		} else {
			at = &(*at).right
		}
	}
	*at = &node[K, V]{key: key, value: value}
	t.size++
}

type option[T any] struct {
	value T
	set   bool
}

type lazy[T any] struct{ get func() T }

type linked[T any] struct {
	head *cell[T]
	each func(func(T) bool)
}

type cell[T any] struct {
	item T
	next *cell[T]
}

type queue[T interface{ less(T) bool }] struct{ items []T }

func (q queue[T]) Len() int           { return len(q.items) }
func (q queue[T]) Less(i, j int) bool { return q.items[i].less(q.items[j]) }
func (q queue[T]) Swap(i, j int)      { q.items[i], q.items[j] = q.items[j], q.items[i] }
func (q *queue[T]) Push(x any)        { q.items = append(q.items, x.(T)) }
func (q *queue[T]) Pop() any {
	last := len(q.items) - 1
	x := q.items[last]
	q.items = q.items[:last]
	return x
}

type item struct {
	rank int
	name string
}

func (i *item) less(other *item) bool { return i.rank < other.rank }

func makeLazy[T any](compute func(int) T, i int) lazy[T] {
	var cached option[T]
	return lazy[T]{func() T {
		if !cached.set {
			cached = option[T]{compute(i), true}
		}
		return cached.value
	}}
}

func build[T any](items []T) *linked[T] {
	l := &linked[T]{}
	for _, each := range items {
		l.head = &cell[T]{each, l.head}
	}
	l.each = func(yield func(T) bool) {
		for c := l.head; c != nil && yield(c.item); c = c.next {
		}
	}
	return l
}

var (
	byText   tree[string, *item]
	byNumber tree[int, option[[]string]]
	byFloat  tree[float64, any]
	lazies   []lazy[*item]
	texts    []lazy[string]
	lists    []*linked[string]
	wides    []*linked[[12]*item]
	ranked   queue[*item]
	old      = list.New()
	options  []option[map[string]*item]
	total    int
)

func newItem(i int) *item { return &item{i * 7919 % 1009, fmt.Sprint("item ", i)} }

func wait[T any](value T, rest <-chan int) T { <-rest; return value }

func main() {
	rest := make(chan int)
	for i := range 4_000 {
		byText.insert(fmt.Sprint(i*7919%10007), newItem(i))
		byNumber.insert(i*7919%10007, option[[]string]{[]string{fmt.Sprint(i)}, true})
		byFloat.insert(float64(i*7919%10007), newItem(i))
		lazies = append(lazies, makeLazy(newItem, i))
		texts = append(texts, makeLazy(func(i int) string { return fmt.Sprint("lazy ", i) }, i))
		if i%2 == 0 {
			lazies[i].get()
			texts[i].get()
		}
		lists = append(lists, build([]string{fmt.Sprint("a", i), fmt.Sprint("b", i)}))
		heap.Push(&ranked, newItem(i))
		old.PushBack(newItem(i))
		options = append(options, option[map[string]*item]{map[string]*item{"k": newItem(i)}, true})
	}
	for i := range 300 {
		wides = append(wides, build([][12]*item{{newItem(i)}, {11: newItem(i)}}))
		go wait(newItem(i), rest)
		go wait([12]*item{3: newItem(i)}, rest)
		go wait(fmt.Sprint("waiting ", i), rest)
		go build([]string{fmt.Sprint("visited ", i)}).each(func(value string) bool {
			<-rest
			total += len(value)
			return true
		})
	}
	quiet.Rest(nil)
}
