// Command search looks for expressions, counts words in a generic tree, and recurses.
package main

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"trivet.dev/oracle/pprof-programs/record"
)

type tree[K cmp.Ordered, V any] struct {
	left, right *tree[K, V]
	key         K
	value       V
}

func (t *tree[K, V]) put(key K, value V) *tree[K, V] {
	switch {
	case t == nil:
		return &tree[K, V]{key: key, value: value}
	case key < t.key:
		t.left = t.left.put(key, value)
	case key > t.key:
		t.right = t.right.put(key, value)
	default:
		t.value = value
	}
	return t
}

var (
	mu    sync.Mutex
	words *tree[string, int]
	texts = []string{"the quick brown fox ", "jumps over 13 lazy dogs; ", "and (never) comes back. "}
	hunt  = regexp.MustCompile(`(?i)([a-z]+)\W+(\d+|\([a-z]+\))`)
)

func main() {
	record.Run(func(round int) {
		var group sync.WaitGroup
		for worker := range 3 {
			group.Add(1)
			go func() {
				defer group.Done()
				text := strings.Repeat(texts[round], 60+worker)
				for i, match := range hunt.FindAllStringSubmatch(text, -1) {
					mu.Lock()
					words = words.put(fmt.Sprint(match[1], round, (i*7919)%500), i)
					mu.Unlock()
				}
				for i, word := range strings.Fields(text) {
					mu.Lock()
					words = words.put(word+fmt.Sprint((i*104729)%300), i)
					mu.Unlock()
				}
			}()
		}
		group.Wait()
	})
}
