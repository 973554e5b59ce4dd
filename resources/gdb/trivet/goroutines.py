"""Goroutines, threads and the used part of their stacks."""

import struct

from .collect import MANY, SYSTEM_STACK, word_at
from .target_memory import Unreadable

DEAD = (0, 6, 11)  # _Gidle, _Gdead, _Gdeadextra
JOIN_GAP = 1024  # copying this much between two stacks is cheaper than another entry
USER_SPACE_END = 1 << 47


def copy_goroutines(c, threads):
    """g records are heap objects, so most are copied already; the stacks are not."""
    g_size = c.layouts['runtime.g']['size']
    array, count = struct.unpack('<QQ', c.memory.read('data', c.symbols['runtime.allgs'], 16))
    addresses = c.memory.read('allgs', array, 8 * count).cast('Q')
    at = {field: c.offset('runtime.g', field) for field in c.layouts['runtime.g']['fields']}
    sched_sp = at['sched'] + c.offset('runtime.gobuf', 'sp')
    sps = sorted(thread['regs']['rsp'] for thread in threads)
    machines = machine_stack_pointers(c, g_size)
    ranges = []
    walked = set()
    for address in addresses:
        g = c.memory.read('g', address, g_size)
        if struct.unpack_from('<I', g, at['atomicstatus'])[0] & 0xFFF in DEAD:
            continue
        low, high = struct.unpack_from('<QQ', g, at['stack'])
        candidates = [word_at(g, sched_sp), word_at(g, at['syscallsp'])]
        candidates += (sp for sp in machines + sps if low < sp <= high)
        used = [sp for sp in candidates if low < sp <= high]
        if used and high < USER_SPACE_END:
            ranges.append((min(used) & ~7, high))
        elif high:
            ranges.append((low, high))
        copy_waiting(c, g, at, walked)
        copy_extended_registers(c, g, at)
    c.memory.copy_many('stack', join(ranges))


def machine_stack_pointers(c, g_size):
    """Copies allm with both system goroutines. → vdsoSP of every M."""
    m_size = c.layouts['runtime.m']['size']
    pointers = []
    m = c.variable('runtime.allm')
    for _ in range(MANY):
        if not m:
            break
        record = c.memory.read('m', m, m_size)
        for field in ('g0', 'gsignal'):
            g = word_at(record, c.offset('runtime.m', field))
            if g:
                c.memory.read('g', g, g_size)
        if c.has('runtime.m', 'vdsoSP'):
            pointers.append(word_at(record, c.offset('runtime.m', 'vdsoSP')))
        m = word_at(record, c.offset('runtime.m', 'alllink'))
    return sorted(sp for sp in pointers if sp)


def copy_waiting(c, g, at, walked):
    """A channel of pointer-free elements lies in a span whose contents are not copied. `walked` are the
    sudogs met so far: those that wait for one semaphore are one list, which starts anew at each of them."""
    sudog = word_at(g, at['waiting'])
    if not sudog or not c.has('runtime.sudog', 'c'):
        return
    size = c.layouts['runtime.sudog']['size']
    channel_at = c.offset('runtime.sudog', 'c')
    # Go 1.26 keeps it twice, and clears the first while it looks for leaked goroutines.
    is_twice = c.layouts['runtime.sudog']['fields']['c'][1] == 16
    link_at = c.offset('runtime.sudog', 'waitlink')
    for _ in range(1 << 16):  # a select has at most that many cases
        if not sudog or sudog in walked:
            return
        walked.add(sudog)
        try:
            record = c.memory.read('misc', sudog, size)
            channel = word_at(record, channel_at)
            if channel == 0 and is_twice:
                channel = word_at(record, channel_at + 8)
            if channel:
                c.memory.read('misc', channel, c.layouts['runtime.hchan']['size'])
        except Unreadable:
            return
        sudog = word_at(record, link_at)


def copy_extended_registers(c, g, at):
    """Go 1.26 keeps vector registers of a preempted goroutine outside its stack."""
    if 'xRegs' not in at or not c.has('runtime.xRegState'):
        return
    state = word_at(g, at['xRegs'])
    if state:
        c.memory.read('misc', state, c.layouts['runtime.xRegState']['size'])


def copy_thread_stacks(c, threads):
    """Above each stack pointer: g0 and signal stacks, of which some belong to the system."""
    for thread in threads:
        try:
            c.memory.copy('stack', thread['regs']['rsp'] & ~7, SYSTEM_STACK, partial=True)
        except Unreadable:
            continue


def join(ranges):
    joined = []
    for low, high in sorted(ranges):
        if joined and low - joined[-1][1] <= JOIN_GAP and high - joined[-1][0] < 1 << 30:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    return [(low, high - low) for low, high in joined]
