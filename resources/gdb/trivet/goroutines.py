"""Goroutines, threads and the used part of their stacks; by columns, as the spans."""

import bisect
from array import array

from .channels import BUFFER_MAX_SIZE
from .collect import MANY, word_at
from .copies import Unreadable

SYSTEM_STACK = 32 << 10
DEAD = (0, 6, 11)  # _Gidle, _Gdead, _Gdeadextra
USER_SPACE_END = 1 << 47


class Records:
    """Equal records of the runtime, one after the other."""

    def __init__(self, c, type_name, addresses):
        layout = c.layouts[type_name]
        self._words = c.memory.gather(addresses, layout['size']).cast('Q')
        self._width = layout['size'] // 8
        self._fields = layout['fields']

    def words(self, field, offset=0):
        return self._words[(self._fields[field][0] + offset) // 8 :: self._width].tolist()


def copy_goroutines(c, threads):
    """g records are heap objects and copied already; the stacks are not."""
    pointer, count = c.memory.peek(c.symbols['runtime.allgs'], 16).cast('Q')
    addresses = array('Q', c.memory.copy('allgs', pointer, 8 * count).cast('Q'))
    records = Records(c, 'runtime.g', addresses)
    status_at = c.offset('runtime.g', 'atomicstatus')
    low_half = 0 if status_at % 8 == 0 else 32
    sched_sp = c.offset('runtime.gobuf', 'sp')
    stacks = []  # [low, high, sp]
    rows = zip(
        records.words('atomicstatus', -(status_at % 8)),
        records.words('stack'),
        records.words('stack', 8),
        records.words('sched', sched_sp),
        records.words('syscallsp'),
    )
    for status, low, high, sp, syscall_sp in rows:
        if status >> low_half & 0xFFF in DEAD or not low < high < USER_SPACE_END:
            continue
        used = high
        if low < sp <= high:
            used = sp
        if low < syscall_sp < used:
            used = syscall_sp
        stacks.append([low, high, used if used < high or sp == high else low])
    stacks.sort()
    outside = use_thread_stacks(stacks, [t['regs']['rsp'] for t in threads] + machines(c))
    starts = array('Q', [used & ~7 for _, _, used in stacks])
    lengths = array('Q', [high - (used & ~7) for _, high, used in stacks])
    c.memory.copy_many('stack', starts, lengths)
    for sp in outside:
        try:
            c.memory.copy('stack', sp & ~7, SYSTEM_STACK, partial=True)
        except Unreadable:
            continue
    copy_channels(c, records.words('waiting'))
    return len(stacks)


def use_thread_stacks(stacks, pointers):
    """Extends what is used of a stack to where a thread stands in it. → those that stand elsewhere:
    on system and signal stacks, of which some belong to the system."""
    lows = [low for low, _, _ in stacks]
    outside = []
    for sp in pointers:
        i = bisect.bisect_left(lows, sp) - 1
        if i >= 0 and stacks[i][0] < sp <= stacks[i][1]:
            stacks[i][2] = min(stacks[i][2], sp)
        elif sp:
            outside.append(sp)
    return outside


def machines(c):
    """Copies allm with both system goroutines. → vdsoSP of every M."""
    layout = c.layouts['runtime.m']
    g_size = c.layouts['runtime.g']['size']
    pointers = []
    m = c.variable('runtime.allm')
    for _ in range(MANY):
        if not m:
            break
        record = c.memory.copy('m', m, layout['size'])
        for field in ('g0', 'gsignal'):
            g = word_at(record, layout['fields'][field][0])
            if g:
                c.memory.copy('g', g, g_size)
        if 'vdsoSP' in layout['fields']:
            pointers.append(word_at(record, layout['fields']['vdsoSP'][0]))
        m = word_at(record, layout['fields']['alllink'][0])
    return pointers


def copy_channels(c, sudogs):
    """A channel of pointer-free elements lies in a span whose contents are not copied. Sudogs are
    followed level by level: a select waits with one for each of its cases. Those that wait for one
    semaphore are one list, which starts anew at each of them."""
    if not c.has('runtime.sudog', 'c') or not c.has('runtime.hchan'):
        return
    # Go 1.26 keeps it twice, and clears the first while it looks for leaked goroutines.
    is_twice = c.layouts['runtime.sudog']['fields']['c'][1] == 16
    walked = set()
    channels = set()
    level = {sudog for sudog in sudogs if sudog}
    for _ in range(1 << 16):  # a select has at most that many cases
        level -= walked
        if not level:
            break
        walked |= level
        try:
            records = Records(c, 'runtime.sudog', array('Q', level))
        except Unreadable:
            break
        channels.update(records.words('c'))
        if is_twice:
            channels.update(records.words('c', 8))
        level = {sudog for sudog in records.words('waitlink') if sudog}
    channels.discard(0)
    copy_with_buffers(c, array('Q', channels))


def copy_with_buffers(c, channels):
    """Channels, and what lies behind those whose elements have no pointers."""
    layout = c.layouts['runtime.hchan']
    size, fields = layout['size'], layout['fields']
    c.memory.copy_many('misc', channels, array('Q', [size]) * len(channels))
    try:
        records = Records(c, 'runtime.hchan', channels)
    except Unreadable:
        return
    rows = zip(channels, records.words('buf'), records.words('dataqsiz'), records.words('elemsize'))
    size_shift = 8 * (fields['elemsize'][0] % 8)
    starts, lengths = array('Q'), array('Q')
    for channel, buffer, capacity, word in rows:
        length = capacity * (word >> size_shift & 0xFFFF)
        if buffer == channel + size and 0 < length <= BUFFER_MAX_SIZE:
            starts.append(buffer)
            lengths.append(length + 7 & ~7)
    c.memory.copy_many('misc', starts, lengths)
