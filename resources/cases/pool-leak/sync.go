package main

import (
	"bytes"
	"sync"
	"time"
)

const (
	// Records of one round; they are fetched at the same time.
	batchesPerRound = 24
	// A buffer that has grown beyond this is not worth keeping.
	maxPooledBytes = 64 << 10
)

// cache is the local copy: record key → encoded record.
var cache = map[string][]byte{}
var cacheLock sync.Mutex

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Syncer brings the local copy up to date, round by round.
type Syncer struct {
	store    *store
	interval time.Duration
	nextID   int
	// closing tells the batches that the service shuts down.
	closing chan struct{}
}

func newSyncer(store *store, interval time.Duration) *Syncer {
	return &Syncer{store: store, interval: interval, closing: make(chan struct{})}
}

func (s *Syncer) run() {
	for {
		for i := 0; i < batchesPerRound; i++ {
			go s.syncBatch(s.nextID)
			s.nextID++
		}
		time.Sleep(s.interval)
	}
}

// syncBatch copies one record into the cache.
func (s *Syncer) syncBatch(id int) {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()

	key, record := s.store.fetch(id)
	buf.Write(record)

	cacheLock.Lock()
	cache[key] = buf.Bytes()
	cacheLock.Unlock()

	if buf.Cap() <= maxPooledBytes {
		buffers.Put(buf)
	}
	<-s.closing
}
