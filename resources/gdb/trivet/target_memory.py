"""The target's memory, copied as it is read.

`process_vm_readv` into memory that was faulted in beforehand is several times faster than
`/proc/PID/mem` into fresh buffers, where most of the time goes into page faults of our own.
Whatever the collector reads is kept: the snapshot holds all that led to it.
"""

import bisect
import ctypes
import mmap
import struct

from .failure import SnapshotFailure

PAGE = 4096
MAP_POPULATE = getattr(mmap, 'MAP_POPULATE', 0x8000)  # named only since Python 3.10
IOV_MAX = 1024

_libc = ctypes.CDLL(None, use_errno=True)


class _Iovec(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]


_readv = _libc.process_vm_readv
_readv.restype = ctypes.c_ssize_t
_readv.argtypes = [
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_ulong,
]


class Unreadable(Exception):
    """An address that is not mapped: damage in the target, or a race before it is stopped."""


class Buffer:
    """A run of our own memory, already faulted in; grows by further runs, never moves."""

    def __init__(self, size):
        self._runs = []
        self._reserve(max(size, 1 << 20))

    def take(self, length):
        if self._used + length > len(self._runs[-1]):
            self._reserve(max(length, 8 << 20))
        start = self._used
        self._used += (length + 15) & ~15
        run = self._runs[-1]
        return self._base + start, memoryview(run)[start : start + length]

    def _reserve(self, size):
        size = (size + PAGE - 1) & ~(PAGE - 1)
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_POPULATE
        run = mmap.mmap(-1, size, flags=flags)
        self._runs.append(run)
        self._base = ctypes.addressof(ctypes.c_char.from_buffer(run))
        self._used = 0


class TargetMemory:
    def __init__(self, pid, expected_bytes):
        self.pid = pid
        self._buffer = Buffer(expected_bytes)
        self.chunks = []  # (kind, address, memoryview)
        self._starts = []  # of big copies, for read()
        self._copies = []
        self._pages = {}  # page address → (kind, memoryview)
        self.copied_bytes = 0

    def copy(self, kind, address, length, partial=False):
        """Copies one range into the snapshot; with `partial`, as much of it as is mapped."""
        if length <= 0:
            return memoryview(b'')
        local, view = self._buffer.take(length)
        got = self._read_into(local, address, length)
        if got < length:
            if not partial:
                raise Unreadable('%#x, %d bytes (%s)' % (address, length, kind))
            view = view[:got]
        self._keep(kind, address, view)
        return view

    def copy_many(self, kind, ranges):
        """Copies (address, length) ranges with as few system calls as possible."""
        for first in range(0, len(ranges), IOV_MAX):
            batch = ranges[first : first + IOV_MAX]
            total = sum(length for _, length in batch)
            local, view = self._buffer.take(total)
            remote = (_Iovec * len(batch))(*batch)
            own = _Iovec(local, total)
            got = _readv(self.pid, ctypes.addressof(own), 1, ctypes.addressof(remote), len(batch), 0)
            if got != total:
                # Ranges past 2 GB or one unmapped page: one by one finds out which.
                for address, length in batch:
                    self.copy(kind, address, length, partial=True)
                continue
            at = 0
            for address, length in batch:
                self._keep(kind, address, view[at : at + length])
                at += length

    def index(self):
        """Makes the copies made so far answer read(); call it when a big phase is over."""
        order = sorted(self.chunks, key=lambda chunk: chunk[1])
        self._starts = [chunk[1] for chunk in order]
        self._copies = [chunk[2] for chunk in order]

    def read(self, kind, address, length):
        """Bytes at `address`: from a copy, or else by the page, which is then kept under `kind`."""
        i = bisect.bisect_right(self._starts, address) - 1
        if i >= 0:
            at = address - self._starts[i]
            if at + length <= len(self._copies[i]):
                return self._copies[i][at : at + length]
        page = address & -PAGE
        at = address - page
        if at + length <= PAGE:
            return self._page(kind, page)[at : at + length]
        parts = []
        while length > 0:
            part = self._page(kind, page)[at : at + length]
            parts.append(part)
            length -= len(part)
            page += PAGE
            at = 0
        return memoryview(b''.join(parts))

    def u64(self, kind, address):
        return struct.unpack('<Q', self.read(kind, address, 8))[0]

    def peek(self, address, length):
        """Reads without keeping, into a buffer of its own: for looks at a running target."""
        local = ctypes.create_string_buffer(length)
        if self._read_into(ctypes.addressof(local), address, length) != length:
            raise Unreadable('%#x, %d bytes' % (address, length))
        return local.raw

    def all_chunks(self):
        """Every copy and every kept page, neighbouring pages of one kind joined."""
        yield from self.chunks
        run, start, kind = [], 0, ''
        for page in sorted(self._pages):
            page_kind, view = self._pages[page]
            if run and (page != start + PAGE * len(run) or page_kind != kind):
                yield kind, start, b''.join(run)
                run = []
            if not run:
                start, kind = page, page_kind
            run.append(view)
        if run:
            yield kind, start, b''.join(run)

    def _page(self, kind, page):
        kept = self._pages.get(page)
        if kept is None:
            local, view = self._buffer.take(PAGE)
            if self._read_into(local, page, PAGE) != PAGE:
                raise Unreadable('%#x (%s)' % (page, kind))
            self.copied_bytes += PAGE
            kept = self._pages[page] = (kind, view)
        return kept[1]

    def _keep(self, kind, address, view):
        self.chunks.append((kind, address, view))
        self.copied_bytes += len(view)

    def _read_into(self, local, address, length):
        """Number of bytes that could be read: all up to the first page that is not mapped."""
        done = 0
        while done < length:
            own = _Iovec(local + done, length - done)
            remote = _Iovec(address + done, length - done)
            got = _readv(self.pid, ctypes.addressof(own), 1, ctypes.addressof(remote), 1, 0)
            if got <= 0:
                error = ctypes.get_errno()
                if error == 1:  # EPERM
                    raise SnapshotFailure('ptrace-refused', 'process_vm_readv: not permitted')
                if error == 3:  # ESRCH
                    raise SnapshotFailure('target-exited', 'the process ended while it was read')
                break
            done += got
        return done
