package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/exp/trace"
)

// printVerdicts reads traces, each after its size in four bytes (little endian), and says of each in a line how many
// events there are and how it ends: ok, or with the error; or that the reader itself broke.
func printVerdicts(in io.Reader, out *bufio.Writer) error {
	buffered := bufio.NewReaderSize(in, 1<<20)
	for {
		var size uint32
		if err := binary.Read(buffered, binary.LittleEndian, &size); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(buffered, data); err != nil {
			return err
		}
		events, err := verdict(data)
		words := "ok"
		if err != nil {
			words = fmt.Sprintf("%.100q", err)
		}
		fmt.Fprintln(out, events, words)
		if buffered.Buffered() == 0 {
			out.Flush()
		}
	}
}

func verdict(data []byte) (events int, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	reader, err := trace.NewReader(bytes.NewReader(data))
	for err == nil {
		if _, err = reader.ReadEvent(); err == nil {
			events++
		}
	}
	if err == io.EOF {
		err = nil
	}
	return events, err
}
