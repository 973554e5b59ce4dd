"""Registers of every thread, read by ptrace itself: GDB attached from this very thread, so the
kernel takes us for the tracer. A hundred times faster than selecting each thread in GDB, and the
target waits meanwhile."""

import ctypes
import struct

import gdb

PTRACE_GETREGS = 12
PTRACE_GETFPREGS = 14
# struct user_regs_struct of x86-64, <sys/user.h>.
NAMES = (
    'r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss '
    'fs_base gs_base ds es fs gs'
).split()
XMM_OFFSET = 160  # in struct user_fpregs_struct, 512 bytes

_ptrace = ctypes.CDLL(None, use_errno=True).ptrace
_ptrace.restype = ctypes.c_long
_ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def read_threads():
    """[{tid, regs: {name: int}, xmm: [int] (low and high half of xmm0, xmm1, …)}]"""
    threads = []
    general = ctypes.create_string_buffer(27 * 8)
    floating = ctypes.create_string_buffer(512)
    for thread in gdb.selected_inferior().threads():
        tid = thread.ptid[1]
        if _ptrace(PTRACE_GETREGS, tid, None, ctypes.addressof(general)) != 0:
            continue  # it ended between the attach and the stop
        regs = dict(zip(NAMES, struct.unpack('<27Q', general.raw)))
        xmm = []
        if _ptrace(PTRACE_GETFPREGS, tid, None, ctypes.addressof(floating)) == 0:
            xmm = list(struct.unpack_from('<32Q', floating.raw, XMM_OFFSET))
        threads.append({'tid': tid, 'regs': regs, 'xmm': xmm})
    return threads
