"""The few facts of an ELF file that GDB does not say."""

import hashlib
import os
import re
import struct

from .failure import SnapshotFailure

ET_DYN = 3
PF_W = 2
PT_LOAD, PT_GNU_RELRO = 1, 0x6474E552
BUILD_INFO_MAGIC = b'\xff Go buildinf:'


class ElfFile:
    def __init__(self, path):
        self.path = path
        try:
            self._file = open(path, 'rb')
            self._read(self._file)
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
        self.segments = read_segments(file, header)
        file.seek(section_offset)
        table = file.read(entry_size * count)
        sections = [struct.unpack_from('<IIQQQQ', table, i * entry_size) for i in range(count)]
        file.seek(sections[names_index][4])
        names = file.read(sections[names_index][5])
        self.sections = {
            names[s[0] : names.index(b'\0', s[0])].decode('utf-8', 'replace'): (s[4], s[5])
            for s in sections
        }

    def section(self, name, most=1 << 20):
        """Bytes of a section; empty when there is none."""
        if name not in self.sections:
            return b''
        offset, size = self.sections[name]
        self._file.seek(offset)
        return self._file.read(min(size, most))

    def loaded_start(self, length):
        """(address in the file, bytes): the begin of the first loaded segment, which holds the headers."""
        for kind, offset, address, file_size, *_ in self.segments:
            if kind == PT_LOAD:
                self._file.seek(offset)
                return address, self._file.read(min(length, file_size))
        return 0, b''

    def readonly_segments(self):
        """[(offset, address in the file, size)]"""
        return [(s[1], s[2], s[3]) for s in self.segments if s[0] == PT_LOAD and not s[5] & PF_W]

    def fileno(self):
        return self._file.fileno()

    def identity(self):
        """A name for this very build: of its build ID, or else of all its bytes."""
        notes = self.section('.note.go.buildid') + self.section('.note.gnu.build-id')
        # `-ldflags=-buildid=` leaves a note without a text in it.
        if len(notes) > 48:
            return hashlib.sha256(notes).hexdigest()[:40]
        digest = hashlib.sha256()
        self._file.seek(0)
        for block in iter(lambda: self._file.read(1 << 20), b''):
            digest.update(block)
        return digest.hexdigest()[:40]

    def go_version(self):
        """"go1.26.8" as the linker wrote it; None when it is not there."""
        info = self.section('.go.buildinfo')
        if info[:14] != BUILD_INFO_MAGIC or not info[15] & 2:
            return None  # before Go 1.18 it was a pointer
        length = info[32]
        return info[33 : 33 + length].decode('utf-8', 'replace') if length < 128 else None

    @property
    def relro(self):
        """(address in the file, size) of what is relocated at start and read-only after; or None."""
        return next((s[2:5:2] for s in self.segments if s[0] == PT_GNU_RELRO), None)

    @property
    def is_pie(self):
        return self.type == ET_DYN

    @property
    def is_go(self):
        return any('go.buildinfo' in name or 'gopclntab' in name for name in self.sections)

    @property
    def has_dwarf(self):
        return any(name in self.sections for name in ('.debug_info', '.zdebug_info'))


def read_segments(file, header):
    """[(type, offset, address, size in the file, size in memory, flags)]"""
    offset = struct.unpack_from('<Q', header, 32)[0]
    size, count = struct.unpack_from('<HH', header, 54)
    file.seek(offset)
    table = file.read(size * count)
    segments = []
    for i in range(count):
        kind, flags, at, address, _, in_file, in_memory = struct.unpack_from('<IIQQQQQ', table, i * size)
        segments.append((kind, at, address, in_file, in_memory, flags))
    return segments


def is_at_least(version, least):
    """False also for a development version without a number, which is newer than we know."""
    found = re.match(r'go(\d+)\.(\d+)', version)
    return found is None or (int(found[1]), int(found[2])) >= least


def load_bias(auxv, entry):
    """Run-time address minus address in the file: AT_ENTRY of the process against e_entry."""
    for kind, value in struct.iter_unpack('<QQ', auxv[: len(auxv) // 16 * 16]):
        if kind == 9:  # AT_ENTRY
            return value - entry
    raise SnapshotFailure('target-not-found', 'the process has no AT_ENTRY: is it ending?')


def read_auxv(pid):
    with open(os.path.join('/proc', str(pid), 'auxv'), 'rb') as file:
        return file.read()
