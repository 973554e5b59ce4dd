"""The memory of a dead process: a core file of the kernel, of gcore or of `dlv dump`. Nothing is copied,
the snapshot's chunks are views of the file. What the file leaves out because the program's own file
has it (text, read-only data) is taken from there."""

import bisect
import mmap
import os
import struct
from array import array

from .copies import Copies, Unreadable
from .elf import PT_LOAD, load_bias, read_segments
from .failure import SnapshotFailure
from .tracer import NAMES, XMM_OFFSET

ET_CORE, EM_X86_64 = 4, 62
PT_NOTE = 4
NT_PRSTATUS, NT_FPREGSET, NT_PRPSINFO, NT_AUXV, NT_X86_XSTATE = 1, 2, 3, 6, 0x202
OWNERS = (b'CORE', b'LINUX', b'')  # dlv leaves the name out
# struct elf_prstatus and elf_prpsinfo of x86-64, <sys/procfs.h>.
PRSTATUS_PID = 32
PRPSINFO_PID = 24
PRSTATUS_REGS = 112


class CoreMemory:
    def __init__(self, path, elf):
        self.copies = Copies()
        try:
            with open(path, 'rb') as file:
                self.written_at_ms = os.fstat(file.fileno()).st_mtime * 1000
                segments = self._open(file, path)
        except OSError as error:
            raise SnapshotFailure('disk', error)
        notes = [self._file[s[1] : s[1] + s[3]] for s in segments if s[0] == PT_NOTE]
        try:
            self._read_notes(notes, elf)
        except struct.error as error:
            raise SnapshotFailure('not-a-core', '%s: damaged notes: %s' % (path, error))
        loads = [(s[2], s[3], self._file[s[1] : s[1] + s[3]]) for s in segments if s[0] == PT_LOAD]
        loads += self._from_program(elf, loads)
        loads = sorted((load for load in loads if load[1]), key=lambda load: load[0])
        self._starts = [load[0] for load in loads]
        self._views = [load[2] for load in loads]

    # -- as live_memory.LiveMemory -------------------------------------------------------------

    def copy(self, kind, address, length, partial=False):
        view = self._read(address, length, partial)
        self.copies.add(kind, address, view)
        return view

    def copy_many(self, kind, addresses, lengths):
        for address, length in zip(addresses, lengths):
            self.copy(kind, address, length, partial=True)

    def prepare(self, kind, addresses, lengths):
        return kind, addresses, lengths

    def copy_prepared(self, prepared):
        self.copy_many(*prepared)

    def copy_runs(self, kind, addresses, lengths):
        self.copy_many(kind, addresses, lengths)
        return self.gather_runs(addresses, lengths)

    def gather(self, addresses, length):
        return self.gather_runs(addresses, array('Q', [length]) * len(addresses))

    def gather_runs(self, addresses, lengths):
        return memoryview(b''.join(self._read(a, n, False) for a, n in zip(addresses, lengths)))

    def scan(self, addresses, lengths):
        for address, length in zip(addresses, lengths):
            yield self._read(address, length, False)

    def peek(self, address, length):
        return self._read(address, length, False)

    def u64(self, address):
        return struct.unpack('<Q', self.peek(address, 8))[0]

    # -- reading the file ----------------------------------------------------------------------

    def _open(self, file, path):
        header = file.read(64)
        if header[:5] != b'\x7fELF\2' or struct.unpack_from('<HH', header, 16) != (ET_CORE, EM_X86_64):
            raise SnapshotFailure('not-a-core', '%s is not an ELF core file of x86-64' % path)
        try:
            segments = read_segments(file, header)
        except struct.error:
            raise SnapshotFailure('core-truncated', '%s ends within its headers' % path)
        size = os.fstat(file.fileno()).st_size
        end = max((s[1] + s[3] for s in segments), default=0)
        if not segments or end > size:
            raise SnapshotFailure('core-truncated', '%s has %d of %d bytes' % (path, size, end))
        self._file = memoryview(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ))
        return segments

    def _read_notes(self, notes, elf):
        self.threads = []
        self.pid = 0
        auxv = b''
        for view in notes:
            for kind, name, description in split_notes(view):
                if name not in OWNERS:
                    continue
                if kind == NT_PRSTATUS:
                    regs = dict(zip(NAMES, struct.unpack_from('<27Q', description, PRSTATUS_REGS)))
                    tid = struct.unpack_from('<I', description, PRSTATUS_PID)[0]
                    self.threads.append({'tid': tid, 'regs': regs, 'xmm': []})
                elif kind in (NT_FPREGSET, NT_X86_XSTATE) and self.threads and len(description) >= 512:
                    # An XSAVE area begins as the older one.
                    self.threads[-1]['xmm'] = list(struct.unpack_from('<32Q', description, XMM_OFFSET))
                elif kind == NT_PRPSINFO:
                    self.pid = struct.unpack_from('<I', description, PRPSINFO_PID)[0]
                elif kind == NT_AUXV:
                    auxv = bytes(description)
        if auxv:
            self.bias = load_bias(auxv, elf.entry)
        elif elf.is_pie:
            raise SnapshotFailure('not-a-core', 'the core does not say where the program was loaded')
        else:
            self.bias = 0

    def _from_program(self, elf, loads):
        """Parts of the program's own read-only segments that no segment of the core has bytes for."""
        covered = sorted((start, start + size) for start, size, _ in loads if size)
        program = memoryview(mmap.mmap(elf.fileno(), 0, prot=mmap.PROT_READ))
        found = []
        for offset, address, size in elf.readonly_segments():
            low, end = address + self.bias, address + self.bias + size
            view = program[offset : offset + size]
            at = low
            for start, stop in covered + [(end, end)]:
                if stop <= at or start >= end and start != end:
                    continue
                if start > at:
                    upto = min(start, end)
                    found.append((at, upto - at, view[at - low : upto - low]))
                at = max(at, stop)
                if at >= end:
                    break
        return found

    def _read(self, address, length, partial):
        parts = []
        while length > 0:
            i = bisect.bisect_right(self._starts, address) - 1
            at = address - self._starts[i] if i >= 0 else 0
            if i < 0 or at >= len(self._views[i]):
                if partial:
                    break
                raise Unreadable('%#x, %d bytes: not in the core file' % (address, length))
            part = self._views[i][at : at + length]
            parts.append(part)
            address += len(part)
            length -= len(part)
        if len(parts) == 1:
            return parts[0]
        return memoryview(b''.join(parts))


def split_notes(view):
    """(type, name without its NUL, description) of each; ends at the first that is cut."""
    at = 0
    while at + 12 <= len(view):
        name_size, size, kind = struct.unpack_from('<III', view, at)
        name_at = at + 12
        data_at = name_at + (name_size + 3 & ~3)
        if data_at + size > len(view):
            return
        yield kind, bytes(view[name_at : name_at + name_size]).rstrip(b'\0'), view[data_at : data_at + size]
        at = data_at + (size + 3 & ~3)
