// Runs a command under a seccomp filter that refuses ptrace and process_vm_readv with EPERM, as the
// default filter of containers does. Linux on x86-64.
package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

const (
	prSetNoNewPrivs  = 38
	prSetSeccomp     = 22
	modeFilter       = 2
	returnAllow      = 0x7fff0000
	returnErrno      = 0x00050000
	loadWord         = 0x20 // BPF_LD | BPF_W | BPF_ABS
	jumpIfEqual      = 0x15 // BPF_JMP | BPF_JEQ | BPF_K
	returnConstant   = 0x06 // BPF_RET | BPF_K
	sysPtrace        = 101
	sysProcessReadVM = 310
)

type instruction struct {
	code   uint16
	jt, jf uint8
	k      uint32
}
type program struct {
	length       uint16
	instructions *instruction
}

func main() {
	runtime.LockOSThread() // the filter holds for the thread that sets it, and for what it executes
	filter := []instruction{
		{loadWord, 0, 0, 0}, // the number of the system call
		{jumpIfEqual, 2, 0, sysPtrace},
		{jumpIfEqual, 1, 0, sysProcessReadVM},
		{returnConstant, 0, 0, returnAllow},
		{returnConstant, 0, 0, returnErrno | uint32(syscall.EPERM)},
	}
	set := program{uint16(len(filter)), &filter[0]}
	prctl(prSetNoNewPrivs, 1, 0)
	prctl(prSetSeccomp, modeFilter, uintptr(unsafe.Pointer(&set)))
	path, err := exec.LookPath(os.Args[1])
	if err == nil {
		err = syscall.Exec(path, os.Args[1:], os.Environ())
	}
	panic(err)
}

func prctl(option, first, second uintptr) {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, option, first, second); errno != 0 {
		panic(errno)
	}
}
