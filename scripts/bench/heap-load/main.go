// heap-load fills its heap with small objects that all hold pointers, prints READY and waits.
package main

import (
	"flag"
	"math/rand"
	"runtime"
	"time"
)

type node struct {
	next, other *node
	value       int
}

type tree struct {
	left, right *tree
	key         int
	data        *node
}

type entry struct {
	name  string
	tags  []*node
	owner *tree
	next  *entry
}

type wide struct {
	links [8]*wide
	entry *entry
}

var (
	list    *node
	root    *tree
	cache   = map[int]*entry{}
	graph   []*wide
	session = map[string]map[int]*node{}
)

func (t *tree) insert(key int, data *node) *tree {
	at := &root
	for *at != nil {
		if key < (*at).key {
			at = &(*at).left
		} else {
			at = &(*at).right
		}
	}
	*at = &tree{key: key, data: data}
	return *at
}

func main() {
	objects := flag.Int("n", 10_000_000, "objects")
	flag.Parse()
	random := rand.New(rand.NewSource(1))
	made := 0
	recent := make([]*node, 4096)
	trees := make([]*tree, 4096)
	for i := 0; made < *objects; i++ {
		// A list that also points back at random, and one node of a tree, a map and a graph for every few.
		list = &node{list, recent[random.Intn(len(recent))], i}
		recent[i%len(recent)] = list
		made++
		if i%2 == 0 {
			trees[i/2%len(trees)] = root.insert(random.Int(), list)
			made++
		}
		if i%4 == 0 {
			e := &entry{tags: []*node{list, {value: i}}, owner: trees[random.Intn(len(trees))]}
			cache[i] = e
			made += 3
			w := &wide{entry: e}
			for j := 0; j < 8 && len(graph) > 0; j++ {
				w.links[j] = graph[random.Intn(len(graph))]
			}
			graph = append(graph, w)
			made++
		}
	}
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	println("READY", stats.HeapObjects, "objects", stats.HeapAlloc, "bytes")
	for {
		time.Sleep(time.Hour)
		runtime.KeepAlive(list)
	}
}
