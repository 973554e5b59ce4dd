"""The table of goroutines, read from runtime.allgs."""

import struct

import gdb

from . import memory

IDLE, RUNNABLE, RUNNING, SYSCALL, WAITING, DEAD = 0, 1, 2, 3, 4, 6
SCAN = 0x1000
# _Gleaked of Go 1.26 waits as well; _Gdeadextra (11) is dead.
STATES = {
    RUNNABLE: 'runnable',
    RUNNING: 'running',
    SYSCALL: 'syscall',
    WAITING: 'waiting',
    8: 'copystack',
    9: 'preempted',
    10: 'waiting',
}
GONE = (IDLE, DEAD, 11)
MANY_MACHINES = 100_000


class Goroutine:
    """One record of runtime.allgs. `thread` is GDB's number of the thread that runs it, 0 for none."""

    def __init__(self, address, record, at, thread):
        def word(*path):
            return struct.unpack_from('<Q', record, sum(at[name] for name in path))[0]

        self.address = address
        self.thread = thread
        self.goid = word('goid')
        self.status = struct.unpack_from('<I', record, at['atomicstatus'])[0] & ~SCAN
        self.low = word('stack')
        self.high = struct.unpack_from('<Q', record, at['stack'] + 8)[0]
        self.pc = word('sched', 'gobuf.pc')
        self.sp = word('sched', 'gobuf.sp')
        self.bp = word('sched', 'gobuf.bp')
        self.syscall_pc = word('syscallpc')
        self.syscall_sp = word('syscallsp')
        self.created_at = word('gopc')
        self.started_at = word('startpc')
        self.reason = record[at['waitreason']]

    @property
    def state(self):
        return STATES.get(self.status, 'status %d' % self.status)


class Table:
    """All goroutines of the stopped program, by goid."""

    def __init__(self):
        self.at = offsets()
        size = gdb.lookup_type('runtime.g').sizeof
        threads = running()
        self.by_goid = {}
        allgs = memory.variable('runtime.allgs')
        if allgs is None:
            return
        count = int(allgs['len'])
        addresses = struct.unpack('<%dQ' % count, memory.read(int(allgs['array']), 8 * count))
        for address in addresses:
            record = memory.read(address, size)
            goroutine = Goroutine(address, record, self.at, threads.get(address, 0))
            if goroutine.status not in GONE:
                self.by_goid[goroutine.goid] = goroutine

    def of_thread(self, number):
        for goroutine in self.by_goid.values():
            if goroutine.thread == number:
                return goroutine
        return None


def offsets():
    at = {field.name: field.bitpos // 8 for field in gdb.lookup_type('runtime.g').fields()}
    for field in gdb.lookup_type('runtime.gobuf').fields():
        at['gobuf.' + field.name] = field.bitpos // 8
    return at


def running():
    """Address of g → number of the thread that runs it: an M's curg, and the M's thread by procid."""
    threads = {thread.ptid[1]: thread.num for thread in gdb.selected_inferior().threads()}
    first = memory.variable('runtime.allm')
    found = {}
    if first is None:
        return found
    at = {field.name: field.bitpos // 8 for field in gdb.lookup_type('runtime.m').fields()}
    machine = int(first)
    for _ in range(MANY_MACHINES):
        if machine == 0:
            break
        curg = memory.word(machine + at['curg'])
        number = threads.get(memory.word(machine + at['procid']), 0)
        if curg != 0 and number != 0:
            found[curg] = number
        machine = memory.word(machine + at['alllink'])
    return found


def wait_reasons():
    """As this program's runtime words them: the numbers differ between releases."""
    strings = memory.variable('runtime.waitReasonStrings')
    if strings is None:
        return []
    low, high = strings.type.range()
    return [memory.text(int(strings[i]['str']), int(strings[i]['len'])) for i in range(low, high + 1)]
