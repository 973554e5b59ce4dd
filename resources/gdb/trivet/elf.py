"""The few facts of an ELF file that GDB does not say."""

import struct

from .failure import SnapshotFailure

ET_DYN = 3
PT_GNU_RELRO = 0x6474E552


class ElfFile:
    def __init__(self, path):
        try:
            with open(path, 'rb') as file:
                self._read(file)
        except (struct.error, IndexError, ValueError):
            raise SnapshotFailure('not-a-go-program', '%s is a damaged ELF file' % path)
        except OSError as error:
            raise SnapshotFailure('disk', error)

    def _read(self, file):
        header = file.read(64)
        if header[:4] != b'\x7fELF' or header[4] != 2:
            raise SnapshotFailure('not-a-go-program', 'not a 64-bit ELF file')
        self.type, self.machine = struct.unpack_from('<HH', header, 16)
        self.entry, _, section_offset = struct.unpack_from('<QQQ', header, 24)
        entry_size, count, names_index = struct.unpack_from('<HHH', header, 58)
        self.relro = self._find_relro(file, header)
        file.seek(section_offset)
        table = file.read(entry_size * count)
        sections = [struct.unpack_from('<IIQQQQ', table, i * entry_size) for i in range(count)]
        file.seek(sections[names_index][4])
        names = file.read(sections[names_index][5])
        self.sections = {names[s[0] : names.index(b'\0', s[0])].decode() for s in sections}

    @staticmethod
    def _find_relro(file, header):
        """(address in the file, size) of what is relocated at start and read-only after; or None."""
        offset = struct.unpack_from('<Q', header, 32)[0]
        size, count = struct.unpack_from('<HH', header, 54)
        file.seek(offset)
        table = file.read(size * count)
        for i in range(count):
            kind, _, _, address, _, _, length = struct.unpack_from('<IIQQQQQ', table, i * size)
            if kind == PT_GNU_RELRO:
                return address, length
        return None

    @property
    def is_pie(self):
        return self.type == ET_DYN

    @property
    def is_go(self):
        return any('go.buildinfo' in name or 'gopclntab' in name for name in self.sections)

    @property
    def has_dwarf(self):
        return any(name in self.sections for name in ('.debug_info', '.zdebug_info'))


def load_bias(pid, entry):
    """Run-time address minus address in the file: AT_ENTRY of the process against e_entry."""
    with open('/proc/%d/auxv' % pid, 'rb') as file:
        auxv = file.read()
    for kind, value in struct.iter_unpack('<QQ', auxv[: len(auxv) // 16 * 16]):
        if kind == 9:  # AT_ENTRY
            return value - entry
    raise SnapshotFailure('target-not-found', 'the process has no AT_ENTRY: is it ending?')
