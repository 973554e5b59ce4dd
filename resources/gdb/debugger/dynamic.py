"""The dynamic type of an interface value: from the runtime's type descriptor to the type in DWARF."""

import struct

import gdb

from . import memory
from .shapes import field_names, plain

# reflect.Kind, and the size of the descriptor of that kind beyond abi.Type, before its uncommon part.
POINTER, STRUCT = 22, 25
BEYOND = {17: 24, 18: 16, 19: 8, 20: 32, 22: 8, 23: 8, 25: 32}
DIRECT_KINDS = (18, 19, 21, 22, 26)
UNCOMMON = 1
EXTRA_STAR = 2
DIRECT = 1 << 5
MAX_DEPTH = 16


def dynamic_value(value):
    """The value inside an interface; None when it is nil or its type has no DWARF."""
    descriptor = descriptor_of(value)
    if descriptor == 0:
        return None
    name, kind, flags = describe(descriptor)
    type_ = lookup(name)
    if type_ is None:
        return None
    data = int(value['data'])
    if kind in DIRECT_KINDS or flags & DIRECT:
        return value['data'].cast(type_)
    return gdb.Value(data).cast(type_.pointer()).dereference()


def dynamic_name(value):
    """Name of the type inside an interface; '' for nil."""
    descriptor = descriptor_of(value)
    return '' if descriptor == 0 else describe(descriptor)[0]


def descriptor_of(value):
    names = field_names(value.type)
    if names[0] == '_type':
        return int(value['_type'])
    tab = value['tab']
    if int(tab) == 0:
        return 0
    fields = field_names(tab.type.target())
    return int(tab['Type' if 'Type' in fields else '_type'])


def describe(address, depth=0):
    """(full name, kind, whether kept in the word itself: flag) of a runtime type."""
    at = {field.name: field.bitpos // 8 for field in plain(gdb.lookup_type('internal/abi.Type')).fields()}
    size = gdb.lookup_type('internal/abi.Type').sizeof
    record = memory.read(address, size)
    flags = record[at['TFlag']]
    raw_kind = record[at['Kind_']]
    kind = raw_kind & 31
    direct = (raw_kind | flags) & DIRECT
    if kind == POINTER and depth < MAX_DEPTH:
        return '*' + describe(memory.word(address + size), depth + 1)[0], kind, direct
    base = types_of(address)
    name = name_at(base + struct.unpack_from('<i', record, at['Str'])[0])
    if flags & EXTRA_STAR:
        name = name[1:]
    if flags & UNCOMMON and '.' in name.partition('[')[0]:
        if kind == 21:
            beyond = gdb.lookup_type(map_type_name()).sizeof - size
        else:
            beyond = BEYOND.get(kind, 0)
        package = name_at(base + struct.unpack('<i', memory.read(address + size + beyond, 4))[0])
        head, bracket, rest = name.partition('[')
        if package:
            name = package + '.' + head.rpartition('.')[2] + bracket + rest
    return name, kind, direct


def map_type_name():
    for name in ('internal/abi.SwissMapType', 'internal/abi.MapType', 'internal/abi.OldMapType'):
        try:
            gdb.lookup_type(name)
            return name
        except gdb.error:
            continue
    return 'internal/abi.Type'


def types_of(address):
    """Start of the type section of the module that holds the descriptor."""
    module = memory.variable('runtime.firstmoduledata').address
    while int(module) != 0:
        if int(module['types']) <= address < int(module['etypes']):
            return int(module['types'])
        module = module['next']
    return int(memory.variable('runtime.firstmoduledata')['types'])


def name_at(address):
    """abi.Name: a byte of flags, the length as a varint, the text."""
    length = shift = 0
    at = address + 1
    while shift < 35:
        byte = memory.read(at, 1)[0]
        at += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    return memory.text(at, length, 4096)


found = {}


def lookup(name):
    """The type in DWARF by its full name; pointers by what they point to."""
    if name not in found:
        try:
            found[name] = gdb.lookup_type(name)
        except gdb.error:
            target = lookup(name[1:]) if name.startswith('*') else None
            found[name] = None if target is None else target.pointer()
    return found[name]
