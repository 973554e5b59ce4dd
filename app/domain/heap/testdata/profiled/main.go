// Command profiled prints its own heap profile in base64 and then stays as it was when that was
// taken: no collection publishes newer figures.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strings"
	"time"
)

var (
	kept  [][]byte
	texts []string
	index = map[string]int{}
)

// small is inlined into its caller.
func small(n int) []byte { return make([]byte, n) }

func grow(rounds int) {
	for i := 0; i < rounds; i++ {
		kept = append(kept, small(256))
		texts = append(texts, strings.Repeat("x", 64))
		index[fmt.Sprint(i)] = i
	}
}

func main() {
	runtime.MemProfileRate = 512
	grow(20_000)
	kept = kept[:len(kept)/2]
	runtime.GC()
	runtime.GC()
	debug.SetGCPercent(-1)
	var profile bytes.Buffer
	if err := pprof.Lookup("heap").WriteTo(&profile, 0); err != nil {
		panic(err)
	}
	fmt.Println(base64.StdEncoding.EncodeToString(profile.Bytes()))
	fmt.Println("READY")
	time.Sleep(time.Hour)
}
