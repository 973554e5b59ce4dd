// Command undumpable loses memory and forbids debuggers, as programs that hold keys do: no process
// without CAP_SYS_PTRACE may attach to it.
package main

import (
	"syscall"
	"time"
)

const prSetDumpable = 4

var kept [][]byte

func keep() { kept = append(kept, make([]byte, 32<<10)) }

func main() {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0); errno != 0 {
		panic(errno)
	}
	for {
		keep()
		time.Sleep(20 * time.Millisecond)
	}
}
