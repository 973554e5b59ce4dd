"""Stops every thread of a process and lets it go again, by ptrace itself.

GDB's attach takes 10 ms and more, grows with the number of threads, and leaves a SIGSTOP behind when
GDB is killed in its middle. PTRACE_SEIZE and PTRACE_INTERRUPT take some 30 µs a thread, send no
signal, and the kernel undoes them when we end, however we end.
"""

import ctypes
import os
import struct
import time

from .failure import SnapshotFailure
from .refusal import read_refusal

PTRACE_GETREGS = 12
PTRACE_GETFPREGS = 14
PTRACE_DETACH = 17
PTRACE_SEIZE = 0x4206
PTRACE_INTERRUPT = 0x4207
PTRACE_EVENT_STOP = 128
WALL = 0x40000000  # __WALL: threads too
EPERM, ESRCH, EIO = 1, 3, 5
# struct user_regs_struct of x86-64, <sys/user.h>.
NAMES = (
    'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss '
    'fs_base gs_base ds es fs gs'
).split()
XMM_OFFSET = 160  # in struct user_fpregs_struct, 512 bytes
PATIENCE_S = 5  # a thread that waits for a disk or a vfork does not stop at once

_ptrace = ctypes.CDLL(None, use_errno=True).ptrace
_ptrace.restype = ctypes.c_long
_ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


class Tracer:
    def __init__(self, pid):
        self.pid = pid
        self._signals = {}  # tid → signal to be delivered when it goes on
        self._busy = []  # sleeping uninterruptibly: they cannot run either

    def stop(self):
        """Stops all threads, those made meanwhile too."""
        while True:
            new = [tid for tid in self._threads() if tid not in self._signals]
            seized = [tid for tid in new if self._seize(tid)]
            for tid in seized:
                self._wait(tid)
            if not seized:
                break
        if not self._signals:
            raise SnapshotFailure('target-exited', 'no thread of process %d is left' % self.pid)

    def registers(self):
        """[{tid, regs: {name: int}, xmm: [int] (low and high half of xmm0, xmm1, …)}]"""
        threads = []
        general = ctypes.create_string_buffer(27 * 8)
        floating = ctypes.create_string_buffer(512)
        for tid in self._signals:
            if _ptrace(PTRACE_GETREGS, tid, None, ctypes.addressof(general)) != 0:
                continue
            regs = dict(zip(NAMES, struct.unpack('<27Q', general.raw)))
            xmm = []
            if _ptrace(PTRACE_GETFPREGS, tid, None, ctypes.addressof(floating)) == 0:
                xmm = list(struct.unpack_from('<32Q', floating.raw, XMM_OFFSET))
            threads.append({'tid': tid, 'regs': regs, 'xmm': xmm})
        return threads

    def release(self):
        """Lets every thread go on, with the signal it was about to get."""
        for tid in [tid for tid in self._signals if tid not in self._busy]:
            _ptrace(PTRACE_DETACH, tid, None, self._signals.pop(tid))
        self.release_late()

    def release_late(self):
        """Only a stopped thread can be released: call it again until those that slept have woken."""
        for tid in list(self._busy):
            self._busy.remove(tid)
            self._wait(tid, patience_s=0)
            if tid not in self._busy:
                _ptrace(PTRACE_DETACH, tid, None, self._signals.pop(tid, 0))

    def _threads(self):
        try:
            return sorted(int(name) for name in os.listdir('/proc/%d/task' % self.pid))
        except OSError:
            return []

    def _seize(self, tid):
        if _ptrace(PTRACE_SEIZE, tid, None, None) != 0:
            error = ctypes.get_errno()
            if error == ESRCH or is_dead(self.pid, tid):
                return False
            detail = 'ptrace(PTRACE_SEIZE, %d): %s' % (tid, os.strerror(error))
            if error in (EPERM, EIO):
                facts = read_refusal(self.pid)
                self.release()
                raise SnapshotFailure('ptrace-refused', detail + '.', facts)
            raise SnapshotFailure('gdb-error', detail)
        self._signals[tid] = 0
        _ptrace(PTRACE_INTERRUPT, tid, None, None)
        return True

    def _wait(self, tid, patience_s=PATIENCE_S):
        """Until the thread has stopped or ended."""
        deadline = time.monotonic() + patience_s
        tries = 0
        while True:
            try:
                got, status = os.waitpid(tid, WALL | os.WNOHANG)
            except ChildProcessError:
                self._signals.pop(tid, None)
                return
            if got != 0:
                break
            tries += 1
            if tries > 50:
                time.sleep(0.0002)
            if time.monotonic() > deadline:
                if tid not in self._busy:
                    self._busy.append(tid)
                return
        if not os.WIFSTOPPED(status):
            self._signals.pop(tid, None)
        elif status >> 16 != PTRACE_EVENT_STOP:
            self._signals[tid] = os.WSTOPSIG(status)


def is_dead(pid, tid):
    """True also for a zombie: it keeps its number, and nothing else."""
    try:
        with open('/proc/%d/task/%d/stat' % (pid, tid)) as file:
            return file.read().rpartition(')')[2].split()[0] in 'ZX'
    except OSError:
        return True
