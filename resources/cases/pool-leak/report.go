package main

import (
	"bytes"
	"fmt"
	"time"
)

// reportEvery prints what the copy holds: how many arrays lie behind its records, how many records
// share one, and how many are no longer what was fetched.
func reportEvery(interval time.Duration) {
	for range time.Tick(interval) {
		fmt.Println(describeCache())
	}
}

func describeCache() string {
	cacheLock.Lock()
	defer cacheLock.Unlock()
	// The first byte of a slice names its array here, since every record starts its buffer.
	records := map[*byte]int{}
	kept, overwritten := 0, 0
	for key, value := range cache {
		first := &value[0]
		if records[first] == 0 {
			kept += cap(value)
		}
		records[first]++
		var id int
		fmt.Sscanf(key, "record-%d", &id)
		if !bytes.Equal(value, recordOf(id)) {
			overwritten++
		}
	}
	shared := 0
	for _, count := range records {
		if count > 1 {
			shared += count
		}
	}
	return fmt.Sprintf("records=%d arrays=%d kept-bytes=%d sharing=%d overwritten=%d",
		len(cache), len(records), kept, shared, overwritten)
}
