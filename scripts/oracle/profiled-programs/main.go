// Command profiledprograms allocates in one of several ways, prints its own heap and goroutine profiles in base64 and
// then stays as it was when they were taken.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"time"
)

var workloads = map[string]func(){}

func main() {
	rate, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	runtime.MemProfileRate = rate
	debug.SetGCPercent(-1)
	workloads[os.Args[1]]()
	for i := 0; i < 2 && os.Args[1] != "uncollected"; i++ {
		runtime.GC()
	}
	time.Sleep(200 * time.Millisecond)
	// The heap's last: goroutineleak collects.
	for _, name := range []string{"goroutine", "goroutineleak", "heap"} {
		profile := pprof.Lookup(name)
		if profile == nil || name == "goroutineleak" && os.Args[1] == "uncollected" {
			continue
		}
		var written bytes.Buffer
		if err := profile.WriteTo(&written, 0); err != nil {
			panic(err)
		}
		fmt.Println(name, base64.StdEncoding.EncodeToString(written.Bytes()))
	}
	fmt.Println("READY")
	time.Sleep(time.Hour)
}
