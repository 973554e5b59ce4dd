"""Entries of a map, in the order they lie in memory: `hash<K,V>` up to Go 1.23, Swiss maps since."""

import gdb

from . import memory
from .shapes import field_names, pointed

SLOTS = 8
EMPTY_OR_DELETED = 0x80
MIN_TOP_HASH = 5  # smaller ones mark slots that are empty or have moved


def length_of(value):
    if int(value) == 0:
        return 0
    return int(value['used' if 'used' in field_names(pointed(value.type)) else 'count'])


def entries(value):
    """(key, value) pairs of a map that may be nil."""
    if int(value) == 0:
        return
    if 'dirPtr' in field_names(pointed(value.type)):
        yield from swiss(value.dereference())
    else:
        yield from buckets(value.dereference())


def swiss(header):
    directory = header['dirPtr']
    if int(header['dirLen']) == 0:
        # One group; the pointer's type says a directory of tables.
        table = directory.type.target().target().target() if depth(directory.type) == 3 else directory.type.target().target()
        group = next(field.type for field in table.fields() if field.name == 'groups')
        data = next(field.type for field in group.fields() if field.name == 'data')
        yield from group_entries(directory.cast(data))
        return
    seen = set()
    for index in range(int(header['dirLen'])):
        table = directory[index]
        if int(table) in seen:
            continue
        seen.add(int(table))
        groups = table['groups']
        for number in range(int(groups['lengthMask']) + 1):
            yield from group_entries(groups['data'] + number)


def depth(type_):
    count = 0
    while pointed(type_) is not None:
        type_ = pointed(type_)
        count += 1
    return count


def group_entries(group):
    control = int(group['ctrl'])
    parallel = 'keys' in field_names(pointed(group.type))
    for slot in range(SLOTS):
        if control >> (8 * slot) & EMPTY_OR_DELETED:
            continue
        if parallel:
            yield group['keys'][slot], group['elems'][slot]
        else:
            entry = group['slots'][slot]
            yield entry['key'], entry['elem']


def buckets(header):
    if int(header['buckets']) == 0:
        return
    old = header['oldbuckets']
    count = 1 << int(header['B'])
    size = header['buckets'].dereference().type.sizeof
    for index in range(count):
        bucket = header['buckets'] + index
        if int(old) != 0:
            # While it grows, a bucket that has not moved yet is the only one with entries.
            is_same_size = int(header['flags']) & 8
            halves = count if is_same_size else count >> 1
            previous = old.cast(header['buckets'].type) + (index & (halves - 1))
            if not 2 <= memory.read(int(previous), 1)[0] <= 4:
                if index >= halves:
                    continue
                bucket = previous
        while int(bucket) != 0:
            tops = memory.read(int(bucket), SLOTS)
            for slot in range(SLOTS):
                if tops[slot] >= MIN_TOP_HASH:
                    yield bucket['keys'][slot], bucket['values'][slot]
            overflow = memory.word(int(bucket) + size - 8)
            bucket = gdb.Value(overflow).cast(header['buckets'].type)
