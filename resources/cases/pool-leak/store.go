package main

import (
	"fmt"
	"math/rand"
	"time"
)

const (
	// Most records are small changes; every third one is a full copy.
	changeBytes = 16 << 10
	fullBytes   = 192 << 10
	fullEvery   = 3
)

// content is what the simulated records are cut from. It is no part of the heap.
var content [512 << 10]byte

// store stands for the remote side.
type store struct{}

func newStore() *store {
	rand.New(rand.NewSource(1)).Read(content[:])
	return &store{}
}

// fetch takes as long as a request over a network would.
func (s *store) fetch(id int) (key string, record []byte) {
	time.Sleep(time.Duration(10+id%7*5) * time.Millisecond)
	return fmt.Sprintf("record-%06d", id), recordOf(id)
}

// recordOf gives every record its own bytes.
func recordOf(id int) []byte {
	size := changeBytes - id%5*512
	if id%fullEvery == 0 {
		size = fullBytes + id%5*8192
	}
	start := id * 64 % (len(content) - size)
	return content[start : start+size]
}
