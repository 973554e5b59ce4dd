package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"runtime/pprof"
	"sort"
	"strings"
	"sync"
	"time"
)

var (
	kept    []any
	buffers [][]byte
	index   = map[string]int{}
)

func init() {
	workloads["inlined"] = func() { growBy(30_000) }
	workloads["generic"] = func() {
		kept = append(kept, collect(20_000, func(i int) string { return fmt.Sprint("item-", i) }))
		kept = append(kept, collect(20_000, func(i int) *[4]int { return &[4]int{i} }))
		pairs := newTree[string, int]()
		for i := 0; i < 5_000; i++ {
			pairs = pairs.insert(fmt.Sprint(i*7919%5000), i)
		}
		kept = append(kept, pairs)
	}
	workloads["deep"] = func() {
		for depth := 1; depth < 300; depth += 3 {
			kept = append(kept, dig(depth))
		}
	}
	workloads["wrapped"] = func() {
		var makers []maker
		for i := 0; i < 2_000; i++ {
			makers = append(makers, outer{&inner{size: i}}, &outer{&inner{size: i}})
		}
		for _, each := range makers {
			kept = append(kept, each.make())
			call := each.make
			kept = append(kept, call())
		}
		defer func() { kept = append(kept, recover()) }()
		panicky(makers[0])
	}
	workloads["standard"] = func() {
		document := map[string]any{"name": strings.Repeat("x", 100), "list": make([]int, 100)}
		pattern := regexp.MustCompile(`(\w+)-(\d+)`)
		for i := 0; i < 2_000; i++ {
			text, _ := json.Marshal(document)
			var back map[string]any
			json.Unmarshal(text, &back)
			kept = append(kept, back, pattern.FindAllString("a-1 b-2 c-3", -1))
			kept = append(kept, reflect.MakeSlice(reflect.TypeOf([]int{}), i%100, 100).Interface())
			kept = append(kept, fmt.Errorf("wrapped: %w", errors.New("inner")))
		}
		kept = kept[:len(kept)/2]
	}
	workloads["freed"] = func() {
		for i := 0; i < 50_000; i++ {
			buffers = append(buffers, make([]byte, 1+i%5000))
			if len(buffers) > 500 {
				buffers = append([][]byte(nil), buffers[250:]...)
			}
		}
	}
	workloads["uncollected"] = func() { growBy(5_000) }
	workloads["goroutines"] = func() {
		var never sync.WaitGroup
		never.Add(1)
		for i := 0; i < 60; i++ {
			labels := pprof.Labels("kind", fmt.Sprint("worker-", i%3), "zone", "north")
			go pprof.Do(context.Background(), labels, func(context.Context) { park(i % 4) })
			go park(i % 5)
		}
		var mu sync.Mutex
		mu.Lock()
		for i := 0; i < 10; i++ {
			go func() { mu.Lock(); never.Done() }()
			go never.Wait()
			go func() { <-make(chan string) }()
			go outer{&inner{size: i}}.wait()
			go sync.NewCond(new(sync.Mutex)).L.Lock()
		}
		sorted := sort.IntSlice{3, 1, 2}
		go sort.Sort(pausing{sorted})
		runtime.Gosched()
		growBy(2_000)
	}
}

// small is inlined into its caller, and that into its own.
func small(n int) []byte { return make([]byte, n) }

func middle(n int) []byte { return small(2 * n) }

func growBy(rounds int) {
	for i := 0; i < rounds; i++ {
		buffers = append(buffers, middle(128))
		index[fmt.Sprint(i)] = i
	}
	buffers = buffers[:len(buffers)/2]
}

func collect[T any](n int, make func(int) T) []T {
	var all []T
	for i := 0; i < n; i++ {
		all = append(all, make(i))
	}
	return all
}

type tree[K ~string, V any] struct {
	key         K
	value       V
	left, right *tree[K, V]
}

func newTree[K ~string, V any]() *tree[K, V] { return &tree[K, V]{} }

func (t *tree[K, V]) insert(key K, value V) *tree[K, V] {
	if t == nil {
		return &tree[K, V]{key: key, value: value}
	}
	if key < t.key {
		t.left = t.left.insert(key, value)
	} else {
		t.right = t.right.insert(key, value)
	}
	return t
}

func dig(depth int) any {
	if depth == 0 {
		return small(4096)
	}
	return shovel(depth - 1)
}

func shovel(depth int) any { return dig(depth) }

type maker interface{ make() []byte }

type inner struct{ size int }

//go:noinline
func (in *inner) make() []byte { return small(64 + in.size) }

func (in *inner) wait() { <-make(chan int, in.size) }

// outer's methods are wrappers of the compiler's.
type outer struct{ *inner }

//go:noinline
func panicky(m maker) {
	defer func() { kept = append(kept, m.make()) }()
	var missing maker
	missing.make()
}

type pausing struct{ sort.IntSlice }

func (p pausing) Less(i, j int) bool {
	time.Sleep(time.Hour)
	return p.IntSlice.Less(i, j)
}

func park(kind int) {
	switch kind {
	case 0:
		time.Sleep(time.Hour)
	case 1:
		select {}
	case 2:
		select {
		case <-make(chan int):
		case <-time.After(time.Hour):
		}
	default:
		var c chan int
		<-c
	}
}
