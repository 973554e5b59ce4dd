// measure COMMAND ARG… runs a command, without its output, and prints as JSON how long it took, how much processor
// time, and how much memory it had at most.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

type measured struct {
	WallSeconds float64 `json:"wallSeconds"`
	CPUSeconds  float64 `json:"cpuSeconds"`
	PeakBytes   int64   `json:"peakBytes"`
}

func main() {
	command := exec.Command(os.Args[1], os.Args[2:]...)
	command.Stderr = os.Stderr
	start := time.Now()
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", os.Args[1:], err)
		os.Exit(1)
	}
	state := command.ProcessState
	usage := state.SysUsage().(*syscall.Rusage)
	result := measured{
		WallSeconds: time.Since(start).Seconds(),
		CPUSeconds:  (state.UserTime() + state.SystemTime()).Seconds(),
		PeakBytes:   usage.Maxrss * 1024, // kilobytes on Linux
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		os.Exit(1)
	}
}
