"""Values as Go would print them, and what they are made of, page by page."""

import gdb

from . import dynamic, maps, memory
from .shapes import (
    ARRAY,
    POINTER,
    STRUCT,
    is_channel,
    is_function,
    is_interface,
    is_map,
    is_slice,
    is_string,
    plain,
    pointed,
)
from .stacks import symbol_at

MAX_TEXT = 1024
MAX_ITEMS = 6
MAX_DEPTH = 3
MAX_POINTERS = 2  # further in, an address says enough


def describe(value, depth=0):
    """One line of text; never raises for memory that cannot be read."""
    try:
        if value.is_optimized_out:
            return '(optimised out)'
        return clip(render(value, depth))
    except (gdb.MemoryError, gdb.error) as cause:
        return '(unreadable: %s)' % cause


def render(value, depth):
    type_ = value.type
    if is_string(type_):
        return quote(memory.text(int(value['str']), int(value['len']), MAX_TEXT), int(value['len']))
    if is_interface(type_):
        return render_interface(value, depth)
    if is_map(type_):
        return render_map(value, depth)
    if is_channel(type_):
        if int(value) == 0:
            return 'nil'
        return 'len %d, cap %d' % (int(value['qcount']), int(value['dataqsiz']))
    if is_function(type_):
        return render_function(value)
    if is_slice(type_):
        count = int(value['len'])
        if int(value['array']) == 0:
            return 'nil'
        if is_bytes(value):
            return 'len %d, cap %d %s' % (count, int(value['cap']), quote(memory.text(int(value['array']), count, 64), count))
        items = '' if depth >= MAX_DEPTH else render_items((value['array'][i] for i in range(min(count, MAX_ITEMS))), count, depth)
        return 'len %d, cap %d %s' % (count, int(value['cap']), items)
    code = plain(type_).code
    if code == POINTER:
        return render_pointer(value, depth)
    if code == STRUCT:
        if depth >= MAX_DEPTH:
            return '{…}'
        fields = [field for field in plain(type_).fields() if field.name != '_']
        shown = ['%s: %s' % (field.name, describe(value[field], depth + 1)) for field in fields[:MAX_ITEMS]]
        return '{%s}' % ', '.join(shown + (['…'] if len(fields) > MAX_ITEMS else []))
    if code == ARRAY:
        low, high = plain(type_).range()
        if depth >= MAX_DEPTH:
            return '[…]'
        return render_items((value[i] for i in range(low, min(high + 1, low + MAX_ITEMS))), high - low + 1, depth)
    return render_scalar(value)


def is_bytes(value):
    """A []byte that reads as text."""
    element = plain(value.type['array'].type.target())
    if element.sizeof != 1 or element.is_signed or int(value['len']) == 0:
        return False
    text = memory.text(int(value['array']), int(value['len']), 64)
    return all(character.isprintable() or character in '\n\t\r' for character in text.rstrip('\ufffd'))


def render_scalar(value):
    type_ = plain(value.type)
    if type_.code == gdb.TYPE_CODE_BOOL:
        return 'true' if int(value) else 'false'
    if type_.code in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR):
        return str(int(value))
    return value.format_string(symbols=False, raw=True)


def render_items(items, count, depth):
    shown = [describe(item, depth + 1) for item in items]
    return '[%s]' % ', '.join(shown + (['…'] if count > len(shown) else []))


def render_interface(value, depth):
    name = dynamic.dynamic_name(value)
    if name == '':
        return 'nil'
    inner = dynamic.dynamic_value(value)
    return '%s %s' % (name, '0x%x' % int(value['data']) if inner is None else describe(inner, depth + 1))


def render_map(value, depth):
    if int(value) == 0:
        return 'nil'
    count = maps.length_of(value)
    if depth >= MAX_DEPTH:
        return 'len %d' % count
    shown = []
    for key, item in maps.entries(value):
        if len(shown) == MAX_ITEMS:
            shown.append('…')
            break
        shown.append('%s: %s' % (describe(key, depth + 1), describe(item, depth + 1)))
    return 'len %d [%s]' % (count, ', '.join(shown))


def render_function(value):
    closure = memory.word(int(value.address)) if plain(value.type).code == gdb.TYPE_CODE_FUNC else int(value)
    if closure == 0:
        return 'nil'
    name = symbol_at(memory.word(closure))[0]
    return name or '0x%x' % closure


def render_pointer(value, depth):
    address = int(value)
    if address == 0:
        return 'nil'
    target = pointed(value.type)
    if depth >= MAX_POINTERS or plain(target).code != STRUCT:
        return '0x%x' % address
    return '0x%x &%s' % (address, describe(value.dereference(), depth + 1))


def quote(text, length):
    escaped = ''.join(
        character if character.isprintable() and character not in '"\\' else escape(character) for character in text
    )
    rest = length - len(text.encode('utf-8', 'surrogatepass'))
    return '"%s"%s' % (escaped, '… (%d bytes)' % length if rest > 0 else '')


def escape(character):
    named = {'\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\'}
    return named.get(character) or ('\\x%02x' if ord(character) < 256 else '\\u%04x') % ord(character)


def clip(text):
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + '…'


def count_children(value):
    """How many parts it can be opened into."""
    try:
        if value.is_optimized_out or is_string(value.type) or is_function(value.type):
            return 0
        if is_interface(value.type):
            return 0 if dynamic.descriptor_of(value) == 0 else 1
        if is_map(value.type):
            return maps.length_of(value)
        if is_channel(value.type):
            return 0 if int(value) == 0 else int(value['qcount'])
        if is_slice(value.type):
            return int(value['len'])
        type_ = plain(value.type)
        if type_.code == POINTER:
            if int(value) == 0 or plain(type_.target()).code == gdb.TYPE_CODE_VOID:
                return 0
            return len(plain(type_.target()).fields()) if is_record(type_.target()) else 1
        if type_.code == STRUCT:
            return len(type_.fields())
        if type_.code == ARRAY:
            low, high = type_.range()
            return high - low + 1
    except (gdb.MemoryError, gdb.error):
        pass
    return 0


def children(value, offset, limit):
    """(name, value) of the parts from `offset` on."""
    if is_interface(value.type):
        inner = dynamic.dynamic_value(value)
        yield dynamic.dynamic_name(value), value['data'] if inner is None else inner
    elif is_map(value.type):
        for index, (key, item) in enumerate(maps.entries(value)):
            if index >= offset + limit:
                break
            if index >= offset:
                yield '[%s]' % describe(key, 1), item
    elif is_channel(value.type):
        first, size = int(value['recvx']), int(value['dataqsiz'])
        element = element_type(value.type)
        buffer = value['buf'].cast(element.pointer())
        for index in range(offset, min(offset + limit, int(value['qcount']))):
            yield '[%d]' % index, buffer[(first + index) % size]
    elif is_slice(value.type):
        for index in range(offset, min(offset + limit, int(value['len']))):
            yield '[%d]' % index, value['array'][index]
    elif plain(value.type).code == POINTER and is_record(pointed(value.type)):
        yield from children(value.dereference(), offset, limit)
    elif plain(value.type).code == POINTER:
        yield '*', value.dereference()
    elif plain(value.type).code == STRUCT:
        for field in plain(value.type).fields()[offset : offset + limit]:
            yield field.name, value[field]
    elif plain(value.type).code == ARRAY:
        low, high = plain(value.type).range()
        for index in range(low + offset, min(low + offset + limit, high + 1)):
            yield '[%d]' % index, value[index]


def is_record(type_):
    """A struct that is shown by its fields, and not as something of Go's own."""
    return plain(type_).code == STRUCT and not (is_string(type_) or is_slice(type_) or is_interface(type_))


def element_type(channel):
    """Of `chan T`: the buffer has no type of its own, its queues' elements do."""
    for queue in pointed(channel).fields():
        if queue.name == 'recvq':
            first = plain(queue.type).fields()[0].type
            element = next(field for field in plain(pointed(first)).fields() if field.name == 'elem')
            return plain(element.type).target()
    raise gdb.GdbError('a channel without a queue')

