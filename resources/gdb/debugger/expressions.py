"""Expressions as a Go programmer writes them: `cache["a"].items[3].name`, `*p`, `len(x)`, `main.total`.

GDB's own parser knows neither variables that escaped to the heap, nor maps, nor a global without quotes; what is no path goes
to it.
"""

import re

import gdb

from . import dynamic, maps, memory
from .shapes import ARRAY, POINTER, STRUCT, is_channel, is_interface, is_map, is_slice, is_string, plain, pointed
from .values import quote

STEP = re.compile(r'\.([A-Za-z_]\w*)|\[([^\]]+)\]')
MEASURE = re.compile(r'\s*(len|cap)\((.*)\)\s*$')
ROOT = re.compile(r'\s*(\*?)([A-Za-z_][\w/]*)')


def evaluate(text, frame):
    measured = MEASURE.match(text)
    if measured is not None:
        return measure(measured.group(1), evaluate(measured.group(2), frame))
    match = ROOT.match(text)
    if match is not None:
        value, at = root(match.group(2), text, match.end(), frame)
        if value is not None:
            value = follow(value, text, at)
            if value is not None:
                return value.dereference() if match.group(1) else value
    return gdb.parse_and_eval(text)


def measure(what, value):
    """len and cap, of what Go has them for."""
    if pointed(value.type) is not None and plain(pointed(value.type)).code == ARRAY:
        value = value.dereference()
    number = None
    if is_slice(value.type) or (is_string(value.type) and what == 'len'):
        number = int(value[what])
    elif plain(value.type).code == ARRAY:
        number = plain(value.type).range()[1] + 1
    elif is_map(value.type) and what == 'len':
        number = maps.length_of(value)
    elif is_channel(value.type):
        channel = int(value) and value.dereference()
        number = int(channel['qcount' if what == 'len' else 'dataqsiz']) if channel else 0
    if number is None:
        raise gdb.GdbError('%s has no %s' % (value.type, what))
    return gdb.Value(number).cast(gdb.lookup_type('int'))


def root(name, text, at, frame):
    """The variable that a path begins with, and where its steps begin."""
    if frame is not None:
        for symbol in visible(frame):
            if symbol.name == name:
                return symbol.value(frame), at
            if symbol.name == '&' + name:
                return symbol.value(frame).dereference(), at
    member = re.match(r'(?:\.[\w/-]+)*?\.(\w+)', text[at:])
    while member is not None:
        full = name + text[at : at + member.end()]
        value = memory.variable(full)
        if value is not None:
            return value, at + member.end()
        longer = re.match(r'\.(\w+)', text[at + member.end() :])
        if longer is None:
            break
        member = re.match(r'.{%d}' % (member.end() + longer.end()), text[at:])
    if frame is not None and frame.function() is not None:
        package = frame.function().name.rpartition('/')
        value = memory.variable(package[0] + package[1] + package[2].partition('.')[0] + '.' + name)
        if value is not None:
            return value, at
    return None, at


def visible(frame):
    """Variables in sight of the frame's pc, inner ones first."""
    try:
        block = frame.block()
    except RuntimeError:
        return
    while block is not None and not block.is_global and not block.is_static:
        # Of two with one name the later is the one in force.
        for symbol in reversed([each for each in block if each.is_variable or each.is_argument]):
            yield symbol
        if block.function is not None:
            return
        block = block.superblock


def follow(value, text, at):
    """None when the rest is no path."""
    while at < len(text):
        match = STEP.match(text, at)
        if match is None:
            return value if text[at:].strip() == '' else None
        at = match.end()
        name, index = match.groups()
        value = field(value, name) if name is not None else item(value, index.strip())
    return value


def field(value, name):
    if is_interface(value.type):
        value = dynamic.dynamic_value(value) or value
    while pointed(value.type) is not None and plain(pointed(value.type)).code in (STRUCT, POINTER):
        value = value.dereference()
    if plain(value.type).code != STRUCT:
        raise gdb.GdbError('%s has no fields' % value.type)
    for each in plain(value.type).fields():
        if each.name == name:
            return value[each]
    for each in plain(value.type).fields():
        # Promoted through an embedded struct, which Go's DWARF names as its type.
        inner = pointed(each.type) or each.type
        if plain(inner).code == STRUCT and any(deep.name == name for deep in plain(inner).fields()):
            if str(inner.name or '').rpartition('.')[2] == each.name:
                return field(value[each], name)
    raise gdb.GdbError('%s has no field %s' % (value.type, name))


def item(value, index):
    if pointed(value.type) is not None and not is_map(value.type):
        value = value.dereference()
    if is_map(value.type):
        for key, entry in maps.entries(value):
            if spelling(key) == index:
                return entry
        raise gdb.GdbError('the map has no key %s' % index)
    number = int(index, 0)
    if is_slice(value.type):
        count, first = int(value['len']), value['array']
    elif is_string(value.type):
        count, first = int(value['len']), value['str']
    elif plain(value.type).code == ARRAY:
        count, first = plain(value.type).range()[1] + 1, value
    else:
        raise gdb.GdbError('%s has no items' % value.type)
    if not 0 <= number < count:
        raise gdb.GdbError('index %d out of range with length %d' % (number, count))
    return first[number]


def spelling(key):
    if is_string(key.type):
        length = int(key['len'])
        return quote(memory.text(int(key['str']), length), length)
    return str(int(key)) if plain(key.type).code in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_BOOL) else str(key)
