// Command bounded-cache loses nothing: its cache fills within a few seconds and then replaces the
// oldest entry by each new one.
package main

import (
	"container/list"
	"fmt"
	"time"
)

const (
	capacity   = 2048
	valueBytes = 16 << 10 // 32 MiB when full
	perSecond  = 600      // full after 3.4 s
)

type entry struct {
	key   string
	value []byte
}

// cache keeps the entries that were added last.
type cache struct {
	byKey map[string]*list.Element
	order *list.List
}

var pages = &cache{byKey: map[string]*list.Element{}, order: list.New()}

func (c *cache) add(key string, value []byte) {
	c.byKey[key] = c.order.PushFront(&entry{key, value})
	if c.order.Len() > capacity {
		oldest := c.order.Remove(c.order.Back()).(*entry)
		delete(c.byKey, oldest.key)
	}
}

func render(id int) []byte {
	page := make([]byte, valueBytes)
	copy(page, fmt.Sprintf("page %d", id))
	return page
}

func main() {
	begin := time.Now()
	for id := 0; ; {
		// Counted from the start, so that a slow machine does not slow the pace.
		for due := int(time.Since(begin).Seconds() * perSecond); id < due; id++ {
			pages.add(fmt.Sprintf("page-%d", id), render(id))
		}
		time.Sleep(10 * time.Millisecond)
	}
}
