"""Writing to a variable: numbers, booleans, pointers, and whole values copied from another expression of the same type.

A string's bytes may be shared or read-only, and new ones cannot be allocated in a stopped program; so a string is set only to
one that is there already. No write barrier runs for what a debugger writes: pointers are refused while the collector marks.
"""

import struct

import gdb

from . import memory
from .expressions import evaluate
from .shapes import POINTER, plain, type_name

FLOATS = {4: '<f', 8: '<d'}


def assign(value, text, frame):
    if value.is_optimized_out or value.address is None:
        raise gdb.GdbError('it lies in no memory here: the compiler keeps it in a register, or has dropped it')
    data = encode(value.type, text.strip(), frame)
    if holds_pointers(value.type) and is_marking():
        raise gdb.GdbError('the collector is marking: a pointer written now could be missed; continue for a moment and try again')
    try:
        gdb.selected_inferior().write_memory(int(value.address), data)
    except (gdb.MemoryError, gdb.error) as cause:
        raise gdb.GdbError('memory cannot be written: %s' % cause)


def encode(type_, text, frame):
    """The bytes that stand for `text` in a variable of that type."""
    target = plain(type_)
    size = target.sizeof
    if target.code == gdb.TYPE_CODE_BOOL and text in ('true', 'false'):
        return bytes([text == 'true'])
    if target.code in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR):
        number = integer(text)
        if number is not None:
            return pack(type_, number, size, target.is_signed)
    if target.code == gdb.TYPE_CODE_FLT and size in FLOATS:
        try:
            return struct.pack(FLOATS[size], float(text))
        except (ValueError, OverflowError):
            pass
    if target.code == POINTER and text == 'nil':
        return bytes(size)
    other = evaluate(text, frame)
    if type_name(other.type) == type_name(type_):
        other.fetch_lazy()
        return memory.read(int(other.address), size) if other.address is not None else other.bytes
    source = plain(other.type)
    if target.code in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR) and source.code == gdb.TYPE_CODE_INT:
        return pack(type_, int(other), size, target.is_signed)  # an expression of constants has no type of Go
    raise gdb.GdbError('%s is a %s, not a %s' % (text, type_name(other.type), type_name(type_)))


def integer(text):
    if len(text) == 3 and text[0] == text[2] == "'":
        return ord(text[1])
    try:
        return int(text.replace('_', ''), 0)
    except ValueError:
        return None


def pack(type_, number, size, is_signed):
    try:
        return number.to_bytes(size, 'little', signed=is_signed)
    except OverflowError:
        raise gdb.GdbError('%d does not fit in %s' % (number, type_name(type_)))


def holds_pointers(type_, depth=0):
    target = plain(type_)
    if target.code == POINTER or target.code == gdb.TYPE_CODE_FUNC:
        return True
    if target.code == gdb.TYPE_CODE_ARRAY:
        return holds_pointers(target.target(), depth + 1)
    if target.code == gdb.TYPE_CODE_STRUCT:
        return depth > 8 or any(holds_pointers(field.type, depth + 1) for field in target.fields())
    return False


def is_marking():
    barrier = memory.variable('runtime.writeBarrier')
    return barrier is not None and bool(int(barrier['enabled']))
