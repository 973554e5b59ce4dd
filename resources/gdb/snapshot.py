"""Copies what the object graph needs out of a running Go program. Sourced by GDB 13 or newer.

Reads its orders as JSON from the environment variable TRIVET_SNAPSHOT: {pid, binary, out}.
Prints lines of JSON that begin with `trivet-snapshot `: {"phase": …}, and last {"done": …} or
{"failure": {code, detail}}. The target is stopped only from `attach` to `detach`; types, symbols and
the buffer are got before, the file is written after.
"""

import json
import os
import re
import sys
import time
import traceback

import gdb

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from trivet.collect import PAGE_SIZE, Collector
from trivet.container import hexadecimal, write_container
from trivet.elf import ElfFile, load_bias
from trivet.failure import SnapshotFailure
from trivet.goroutines import copy_goroutines, copy_thread_stacks
from trivet.layouts import check_binary, resolve_layouts, resolve_symbols
from trivet.target_memory import TargetMemory, Unreadable
from trivet.threads import read_threads


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
    gdb.write('trivet-snapshot %s\n' % json.dumps(message))
    gdb.flush()


def has_ended(pid):
    """True also for a zombie: it keeps its number, and nothing else."""
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rpartition(')')[2].split()[0] in 'ZX'
    except OSError:
        return True


def detach():
    if gdb.selected_inferior().pid != 0:
        gdb.execute('detach', to_string=True)


def take(pid, binary, out):
    clock = Clock()
    say({'phase': 'symbols'})
    elf = ElfFile(binary)
    check_binary(elf, binary)
    gdb.execute('file "%s"' % re.sub(r'(["\\])', r'\\\1', binary), to_string=True)
    clock.lap('symbols')
    layouts = resolve_layouts()
    symbols = resolve_symbols()
    clock.lap('layouts')
    if has_ended(pid):
        raise SnapshotFailure('target-not-found', 'no process %d' % pid)
    try:
        bias = load_bias(pid, elf.entry)
        expected = Collector(TargetMemory(pid, 0), layouts, symbols, bias).expected_bytes()
    except (OSError, Unreadable, SnapshotFailure, OverflowError, MemoryError, ValueError):
        expected = 64 << 20  # forbidden or torn while it runs; the attach will tell
    memory = TargetMemory(pid, expected)
    clock.lap('buffer')

    say({'phase': 'stopped'})
    began = time.monotonic()
    try:
        gdb.execute('attach %d' % pid, to_string=True)
        stopped_at_ms = time.time() * 1000
        clock.lap('attach')
        bias = load_bias(pid, elf.entry)
        c = Collector(memory, layouts, symbols, bias)
        threads = read_threads()
        clock.lap('registers')
        spans = c.copy_spans()
        clock.lap('spans')
        c.copy_heap(spans)
        clock.lap('heap')
        c.copy_relocated(elf)
        modules = c.copy_modules()
        clock.lap('globals')
        copy_goroutines(c, threads)
        copy_thread_stacks(c, threads)
        clock.lap('stacks')
        c.copy_span_details(spans)
        clock.lap('specials')
        c.copy_type_masks(spans, modules)
        c.copy_itabs()
        clock.lap('types')
        c.copy_buckets()
        c.copy_finalizers()
        c.copy_caches()
        c.copy_strings()
        version = c.go_version()
        clock.lap('lists')
    finally:
        detach()
    pause_ms = round((time.monotonic() - began) * 1000, 2)
    clock.lap('detach')

    say({'phase': 'writing'})
    chunks = list(memory.all_chunks())
    header = {
        'format': 1,
        'goVersion': version,
        'arch': 'amd64',
        'pid': pid,
        'bias': bias,
        'stoppedAtMs': stopped_at_ms,
        'pauseMs': pause_ms,
        'timings': dict(clock.timings),
        'gdb': gdb.VERSION,
        'layouts': layouts,
        'constants': constants(layouts),
        'symbols': c.symbols,
        'threads': hexadecimal(threads),
    }
    write_container(out, header, chunks)
    clock.lap('write')
    return {
        'pauseMs': pause_ms,
        'copiedBytes': memory.copied_bytes,
        'timings': clock.timings,
        'gdbVersion': gdb.VERSION,
        'goVersion': version,
        'spans': len(spans),
        'threads': len(threads),
    }


def constants(layouts):
    inline = layouts.get('runtime.spanInlineMarkBits')
    found = {'greenTea': inline is not None, 'pageSize': PAGE_SIZE}
    if inline is not None:
        found['inlineMarkBitsSize'] = inline['size']
    return found


def prepare():
    for setting in (
        'pagination off',
        'confirm off',
        'language c',
        'auto-load no',
        'auto-solib-add off',
        'libthread-db-search-path ""',
        'print frame-info short-location',
        # Else the attach reads the C library and its separate debugging symbols of a cgo program,
        # whatever auto-solib-add says: 90 to 500 ms of pause for nothing we use.
        'sysroot /nonexistent',
        'debug-file-directory /nonexistent',
    ):
        gdb.execute('set ' + setting)


def main():
    orders = json.loads(os.environ['TRIVET_SNAPSHOT'])
    try:
        prepare()
        say({'done': take(orders['pid'], orders['binary'], orders['out'])})
    except SnapshotFailure as failure:
        say({'failure': {'code': failure.code, 'detail': failure.detail}})
    except (gdb.error, OSError, Unreadable) as error:
        code = 'target-exited' if has_ended(orders['pid']) else 'gdb-error'
        say({'failure': {'code': code, 'detail': '%s: %s' % (type(error).__name__, error)}})
    except Exception:
        say({'failure': {'code': 'internal', 'detail': traceback.format_exc()}})


main()
