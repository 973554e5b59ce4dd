"""Reading of the target's memory in the few shapes that the runtime uses."""

import struct

import gdb

MAX_STRING = 1 << 20


def read(address, size):
    """Bytes; raises gdb.MemoryError where there is nothing."""
    return bytes(gdb.selected_inferior().read_memory(address, size))


def word(address):
    return struct.unpack('<Q', read(address, 8))[0]


def text(address, length, limit=MAX_STRING):
    """A Go string: invalid UTF-8 becomes U+FFFD."""
    if length <= 0:
        return ''
    return read(address, min(length, limit)).decode('utf-8', 'replace')


def variable(name):
    """A global by its full name; None when the program has none."""
    symbol = gdb.lookup_global_symbol(name) or gdb.lookup_static_symbol(name)
    return None if symbol is None else symbol.value()
