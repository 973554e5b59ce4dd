"""Copies what the object graph needs out of a running Go program or a core file. Sourced by GDB 13 or
newer; a Python alone runs it too, and fails with `needs-gdb` where the layouts of the build are not kept.

Reads its orders as JSON from the environment variable TRIVET_SNAPSHOT: {pid | core, binary, out,
cache, bytecode, contents, values, plain}, or {probe: pid} to see whether that process may be stopped. Prints lines of JSON
that begin with `trivet-snapshot `: {"phase": …}, and last {"done": …} or {"failure": {code, detail,
facts}}. The target is stopped only from `stop` to `release`; types, symbols and the buffer are got
before, the file is written after.
"""

import json
import os
import sys
import time
import traceback

orders = json.loads(os.environ['TRIVET_SNAPSHOT'])
# Not beside the sources, which may be another user's; without a place for it they are compiled each time.
sys.dont_write_bytecode = 'bytecode' not in orders
sys.pycache_prefix = orders.get('bytecode')
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from trivet.collect import Collector
from trivet.container import hexadecimal, write_container
from trivet.copies import Unreadable
from trivet.core_memory import CoreMemory
from trivet.elf import ElfFile, load_bias, read_auxv
from trivet.failure import SnapshotFailure
from trivet.goroutines import copy_goroutines
from trivet.host import ERRORS, VERSION, gdb, write_line
from trivet.layouts import check_binary
from trivet.live_memory import LiveMemory
from trivet.program import load_program
from trivet.spans import PAGE_SIZE
from trivet.tracer import Tracer, is_dead

LEAST_GDB = 13
SPARE = 4 << 20  # what nobody counted before; room is faulted in, and no more than is needed
UNPLANNED = 64 << 20
NOT_YET = (Unreadable, OverflowError, MemoryError, ValueError)  # torn while it runs


class Clock:
    """Milliseconds by phase."""

    def __init__(self):
        self.timings = {}
        self._last = time.monotonic()

    def lap(self, phase):
        now = time.monotonic()
        self.timings[phase] = round((now - self._last) * 1000, 2)
        self._last = now


def say(message):
    write_line('trivet-snapshot ' + json.dumps(message))


def take_live(orders, elf, program, clock):
    pid = orders['pid']
    try:
        bias = load_bias(read_auxv(pid), elf.entry)
        c = look_ahead(Collector(LiveMemory(pid), program, bias), elf, orders)
    except (PermissionError, SnapshotFailure):
        probe(pid)  # it tells why, if it is that
        raise
    clock.lap('look-ahead')

    say({'phase': 'stopped'})
    tracer = Tracer(pid)
    began = time.monotonic()
    try:
        tracer.stop()
        stopped_at_ms = time.time() * 1000
        clock.lap('stop')
        threads = tracer.registers()
        clock.lap('registers')
        spans, copied = copy(c, threads, orders, clock)
    finally:
        tracer.release()
    pause_ms = round((time.monotonic() - began) * 1000, 2)
    clock.lap('release')
    c.copy_masks_of_made_types(spans)
    clock.lap('made-types')
    header = {'pid': pid, 'stoppedAtMs': stopped_at_ms, 'pauseMs': pause_ms}
    return c, header, threads, copied, tracer.release_late


def take_core(orders, elf, program, clock):
    memory = CoreMemory(orders['core'], elf)
    c = Collector(memory, program, memory.bias)
    same_program(memory, elf, c.bias)
    c.copy_constants(elf)
    try:
        find_small(c, c.look_ahead(), orders)
        c.prepare_copies()
    except NOT_YET:
        pass
    clock.lap('look-ahead')
    say({'phase': 'copying'})
    spans, copied = copy(c, memory.threads, orders, clock)
    c.copy_masks_of_made_types(spans)
    clock.lap('made-types')
    header = {'pid': memory.pid, 'stoppedAtMs': memory.written_at_ms, 'pauseMs': 0}
    return c, header, memory.threads, copied, lambda: None


def look_ahead(c, elf, orders):
    """All that can be known while the target runs."""
    same_program(c.memory, elf, c.bias)
    try:
        table = c.look_ahead()
        heap = sum(table.ranges(table.pointerful)[1])
        if orders.get('contents'):
            heap += sum(table.ranges(table.pointer_free)[1])
        else:
            heap += c.expect_texts(table) + find_small(c, table, orders)
        c.memory.expect(heap + heap // 16 + c.expect_records(table.count) + SPARE)
        c.prepare_copies()
    except NOT_YET:
        c.plan = None
        c.memory.expect(UNPLANNED)
    c.copy_constants(elf)
    return c


def find_small(c, table, orders):
    """What only values need: not looked for where none are shown, nor where everything is copied. → bytes"""
    wanted = orders.get('values', True) and not orders.get('contents')
    return c.look_for_small(table) if wanted else 0


def same_program(memory, elf, bias):
    """The headers of the program, with its build ID, stand at the begin of its memory."""
    address, expected = elf.loaded_start(4096)
    try:
        found = memory.peek(address + bias, len(expected))
    except Unreadable:
        return  # some core files leave it out; the records themselves will tell
    if found != expected:
        raise SnapshotFailure('wrong-binary', '%s is not what is at %#x' % (elf.path, address + bias))


def copy(c, threads, orders, clock):
    """What is copied while the target waits."""
    c.copy_modules()
    clock.lap('globals')
    spans = c.copy_spans()
    clock.lap('spans')
    c.copy_heap(spans, orders.get('contents'))
    clock.lap('heap')
    c.copy_persistent()
    c.copy_bits()
    clock.lap('records')
    goroutines = copy_goroutines(c, threads)
    clock.lap('goroutines')
    c.copy_large_masks(spans)
    c.copy_itabs()
    clock.lap('types')
    return spans, {'spans': spans.count, 'goroutines': goroutines}


def take(orders):
    clock = Clock()
    say({'phase': 'symbols'})
    pid = orders.get('pid')
    if pid is not None:
        if is_dead(pid, pid):
            raise SnapshotFailure('target-not-found', 'no process %d' % pid)
        if not os.access(orders['binary'], os.R_OK):
            probe(pid)  # /proc/PID/exe of a process that we may not look into; it tells why
    elf = ElfFile(orders['binary'])
    named = os.path.realpath(orders['binary'])  # of /proc/PID/exe only while the process is there
    check_binary(elf)
    program = load_program(elf, orders.get('cache'))
    clock.lap('symbols')
    take_it = take_core if 'core' in orders else take_live
    c, origin, threads, copied, between = take_it(orders, elf, program, clock)

    say({'phase': 'writing'})
    header = {
        'format': 1,
        'goVersion': c.version,
        'arch': 'amd64',
        'bias': c.bias,
        'timings': dict(clock.timings),
        'gdb': VERSION,
        'binary': named,
        'layouts': c.layouts,
        'constants': constants(c.layouts, orders),
        'symbols': c.symbols,
        'threads': hexadecimal(threads),
    }
    header.update(origin)
    write_container(orders['out'], header, c.memory.copies.all(), between, orders.get('plain'))
    clock.lap('write')
    return {
        'pauseMs': origin['pauseMs'],
        'copiedBytes': c.memory.copies.copied_bytes,
        'timings': clock.timings,
        'gdbVersion': VERSION,
        'goVersion': header['goVersion'],
        'symbolsFrom': program.source,
        'threads': len(threads),
        **copied,
    }


def constants(layouts, orders):
    inline = layouts.get('runtime.spanInlineMarkBits')
    found = {'greenTea': inline is not None, 'pageSize': PAGE_SIZE, 'contents': bool(orders.get('contents'))}
    if inline is not None:
        found['inlineMarkBitsSize'] = inline['size']
    return found


def probe(pid):
    """Stops a process and lets it go."""
    tracer = Tracer(pid)
    try:
        tracer.stop()
        LiveMemory(pid)
    finally:
        tracer.release()
    return {}


def check_gdb():
    if int(gdb.VERSION.split('.')[0]) < LEAST_GDB:
        raise SnapshotFailure('gdb-too-old', 'this is gdb ' + gdb.VERSION)


def prepare():
    for setting in ('pagination off', 'confirm off', 'language c', 'auto-load no'):
        gdb.execute('set ' + setting)


def main():
    pid = orders.get('pid')
    try:
        if gdb:
            check_gdb()
            prepare()
        say({'done': probe(orders['probe']) if 'probe' in orders else take(orders)})
    except SnapshotFailure as failure:
        say({'failure': {'code': failure.code, 'detail': failure.detail, 'facts': failure.facts}})
    except (*ERRORS, OSError, Unreadable) as error:
        code = 'target-exited' if pid is not None and is_dead(pid, pid) else 'gdb-error'
        say({'failure': {'code': code, 'detail': '%s: %s' % (type(error).__name__, error)}})
    except Exception:
        say({'failure': {'code': 'internal', 'detail': traceback.format_exc()}})


main()
