"""What a value of Go is, by the shape of its type in DWARF. Names are not asked: `type Label string` is a string too."""

import gdb

STRUCT, ARRAY, POINTER = gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_ARRAY, gdb.TYPE_CODE_PTR


def plain(type_):
    return type_.strip_typedefs()


def field_names(type_):
    type_ = plain(type_)
    return tuple(field.name for field in type_.fields()) if type_.code == STRUCT else ()


def is_string(type_):
    return field_names(type_) == ('str', 'len')


def is_slice(type_):
    return field_names(type_) == ('array', 'len', 'cap')


def is_interface(type_):
    return field_names(type_) in (('tab', 'data'), ('_type', 'data'))


def pointed(type_):
    """What a pointer points to; None for what is no pointer."""
    type_ = plain(type_)
    return type_.target() if type_.code == POINTER else None


def is_map(type_):
    """Before Go 1.24 a pointer to `hash<K,V>`, since then to `map<K,V>`."""
    names = field_names(pointed(type_)) if pointed(type_) is not None else ()
    return 'buckets' in names and 'B' in names or 'dirPtr' in names


def is_channel(type_):
    names = field_names(pointed(type_)) if pointed(type_) is not None else ()
    return 'qcount' in names and 'dataqsiz' in names


def is_function(type_):
    if plain(type_).code == gdb.TYPE_CODE_FUNC:
        return True  # so Go's DWARF has it: the variable is where the pointer to the closure lies
    target = pointed(type_)
    while target is not None and plain(target).code == POINTER:
        target = plain(target).target()
    return target is not None and plain(target).code == gdb.TYPE_CODE_FUNC


def type_name(type_):
    """As Go writes it: GDB's own `*` after the name comes before it."""
    name = type_.name
    if name is not None:
        return name
    plain_type = plain(type_)
    if plain_type.code == POINTER:
        return '*' + type_name(plain_type.target())
    if plain_type.code == ARRAY:
        low, high = plain_type.range()
        return '[%d]%s' % (high - low + 1, type_name(plain_type.target()))
    return str(type_)
