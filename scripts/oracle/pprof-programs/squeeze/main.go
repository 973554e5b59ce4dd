// Command squeeze compresses, hashes and sorts in a pipeline of channels.
package main

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"math/rand"
	"slices"

	"trivet.dev/oracle/pprof-programs/record"
)

type block struct {
	data, small []byte
	sum         [32]byte
}

var kept []block

func squeeze(in <-chan []byte, out chan<- block, level int) {
	for data := range in {
		var buffer bytes.Buffer
		writer, err := flate.NewWriter(&buffer, level)
		if err != nil {
			panic(err)
		}
		_, _ = writer.Write(data)
		_ = writer.Close()
		out <- block{data, buffer.Bytes(), sha256.Sum256(data)}
	}
	close(out)
}

func main() {
	random := rand.New(rand.NewSource(1))
	record.Run(func(round int) {
		in, out := make(chan []byte), make(chan block)
		go squeeze(in, out, 1+round*3)
		go func() {
			for range 8 {
				data := make([]byte, 20_000*(round+1))
				for i := range data {
					data[i] = byte(random.Intn(16))
				}
				in <- data
			}
			close(in)
		}()
		if round == 2 {
			kept = nil
		}
		for each := range out {
			kept = append(kept, each)
		}
		slices.SortFunc(kept, func(a, b block) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	})
}
