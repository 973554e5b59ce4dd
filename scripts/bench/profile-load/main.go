// Command profile-load writes a large heap profile of made-up functions, or measures a command.
//
//	profile-load write -samples 1000000 -depth 30 FILE.pb.gz
//	profile-load measure COMMAND ARGUMENT…   prints wall seconds and peak memory in KiB as JSON
//
// Stacks grow from eight roots and branch four ways at every call, so that nearly every one of a
// million is different: the worst case for a reader.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	switch os.Args[1] {
	case "write":
		flags := flag.NewFlagSet("write", flag.ExitOnError)
		samples := flags.Int("samples", 100_000, "number of samples")
		depth := flags.Int("depth", 30, "calls in a stack")
		functions := flags.Int("functions", 20_000, "number of functions")
		if err := flags.Parse(os.Args[2:]); err != nil {
			panic(err)
		}
		write(flags.Arg(0), *samples, *depth, *functions)
	case "measure":
		measure(os.Args[2:])
	}
}

const sitesPerFunction = 3

func write(path string, samples, depth, functions int) {
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	zip := gzip.NewWriter(file)
	out := bufio.NewWriterSize(zip, 1<<20)
	flush := func(m message) {
		if _, err := out.Write(m); err != nil {
			panic(err)
		}
	}
	strings := &texts{rows: map[string]uint64{}}
	strings.row("")
	var head message
	for _, each := range [][2]string{{"alloc_objects", "count"}, {"alloc_space", "bytes"}, {"inuse_objects", "count"}, {"inuse_space", "bytes"}} {
		var kind message
		kind.number(1, strings.row(each[0]))
		kind.number(2, strings.row(each[1]))
		head.bytes(1, kind)
	}
	flush(head)
	bytesKey := strings.row("bytes")
	sites := uint64(functions * sitesPerFunction)
	state := uint64(0x9e3779b97f4a7c15)
	random := func(below uint64) uint64 {
		// xorshift: the same profile wherever this runs.
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return (state >> 11) % below
	}
	stack := make([]uint64, depth)
	for range samples {
		site := random(8)
		for level := depth - 1; level >= 0; level-- {
			stack[level] = site + 1
			site = (site*37 + 11 + random(4)*uint64(101+level)) % sites
		}
		objects := random(1000) + 1
		size := uint64(16) << random(8)
		var sample, label, whole message
		sample.packed(1, stack)
		sample.packed(2, []uint64{objects * 3, objects * 3 * size, objects, objects * size})
		label.number(1, bytesKey)
		label.number(3, size)
		sample.bytes(3, label)
		whole.bytes(2, sample)
		flush(whole)
	}
	var tables message
	var mapping message
	for field, value := range []uint64{1, 0x400000, 0x8000000, 0, strings.row("/usr/bin/load"), 0, 1, 1, 1} {
		mapping.number(field+1, value)
	}
	tables.bytes(3, mapping)
	for site := range sites {
		var line, location message
		line.number(1, site/sitesPerFunction+1)
		line.number(2, 10+site%900)
		location.number(1, site+1)
		location.number(2, 1)
		location.number(3, 0x400000+site*24)
		location.bytes(4, line)
		tables.bytes(4, location)
	}
	for row := range functions {
		name := strings.row(fmt.Sprintf("load.example/app/part%d.(*Kind%d).Step%d", row%211, row%41, row))
		var function message
		function.number(1, uint64(row+1))
		function.number(2, name)
		function.number(3, name)
		function.number(4, strings.row(fmt.Sprintf("/src/app/part%d/file%d.go", row%211, row%907)))
		tables.bytes(5, function)
	}
	preferred := strings.row("inuse_space")
	for _, text := range strings.all {
		tables.bytes(6, []byte(text))
	}
	tables.number(12, 524288)
	tables.number(14, preferred)
	flush(tables)
	for _, end := range []func() error{out.Flush, zip.Close, file.Close} {
		if err := end(); err != nil {
			panic(err)
		}
	}
}

func measure(command []string) {
	child := exec.Command(command[0], command[1:]...)
	child.Stderr = os.Stderr
	start := time.Now()
	if err := child.Run(); err != nil {
		panic(err)
	}
	wall := time.Since(start).Seconds()
	usage := child.ProcessState.SysUsage().(*syscall.Rusage)
	err := json.NewEncoder(os.Stdout).Encode(map[string]any{"seconds": wall, "peakKib": usage.Maxrss})
	if err != nil {
		panic(err)
	}
}
