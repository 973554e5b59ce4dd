"""The memory of a process, copied by `process_vm_readv` into memory that was faulted in beforehand:
several times faster than `/proc/PID/mem` into fresh buffers. Large copies are shared out among
threads; while the target is stopped its processors have nothing else to do."""

import ctypes
import os
import struct
from array import array
from concurrent.futures import ThreadPoolExecutor

from .buffer import Buffer
from .copies import Copies, Unreadable
from .failure import SnapshotFailure

IOV_MAX = 1024
PIECE = 32 << 20  # bytes of one system call, at most
SCAN_PIECE = 1 << 20
SHARED_FROM = 8 << 20  # smaller copies are not worth a second thread
MANY_PIECES = 8  # system calls that are

_libc = ctypes.CDLL(None, use_errno=True)
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


class LiveMemory:
    def __init__(self, pid):
        self.pid = pid
        self.copies = Copies()
        self._buffer = Buffer(0)
        workers = min(4, os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(workers) if workers > 1 else None
        if self._pool is not None:  # threads are made now, not while the target waits
            list(self._pool.map(lambda _: os.getpid(), range(workers)))

    def expect(self, length):
        """Faults in room for that many bytes."""
        self._buffer = Buffer(length)

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
        self.copies.add(kind, address, view)
        return view

    def copy_many(self, kind, addresses, lengths):
        """Copies ranges (arrays of 'Q') with few system calls. A range that is not mapped in full is
        copied up to there."""
        self.copy_prepared(self.prepare(kind, addresses, lengths))

    def prepare(self, kind, addresses, lengths):
        """The part of copy_many that the target need not wait for."""
        local, view = self._buffer.take(sum(lengths))
        return kind, addresses, lengths, local, view, list(self._pieces(addresses, lengths, local))

    def copy_prepared(self, prepared):
        kind, addresses, lengths, local, view, pieces = prepared
        is_much = len(view) >= SHARED_FROM or len(pieces) >= MANY_PIECES
        run = self._pool.map if self._pool is not None and is_much else map
        if all(run(self._fill, pieces)):
            self.copies.add_many(kind, addresses, lengths, view)
            return
        at = 0
        for address, length in zip(addresses, lengths):
            got = self._read_into(local + at, address, length)
            self.copies.add(kind, address, view[at : at + got])
            at += length

    def gather(self, addresses, length):
        """`length` bytes of each address, densely, not kept. Unreadable when one cannot be read."""
        local, view = self._buffer.take(length * len(addresses))
        self._gather(list(self._even_pieces(addresses, length, local)), len(addresses))
        return view

    def gather_runs(self, addresses, lengths):
        """The same of runs that differ in length."""
        local, view = self._buffer.take(sum(lengths))
        self._gather(list(self._pieces(addresses, lengths, local)), len(addresses))
        return view

    def _gather(self, pieces, count):
        run = self._pool.map if self._pool is not None and len(pieces) >= MANY_PIECES else map
        if not all(run(self._fill, pieces)):
            raise Unreadable('one of %d records' % count)

    def copy_runs(self, kind, addresses, lengths):
        """As gather_runs, and kept."""
        view = self.gather_runs(addresses, lengths)
        self.copies.add_many(kind, addresses, lengths, view)
        return view

    def scan(self, addresses, lengths):
        """Yields the bytes of each range, which are not kept: the next ones take their place. What is not
        mapped any more reads as whatever was there before."""
        scratch = Buffer(SCAN_PIECE)
        first = 0
        while first < len(addresses):
            last, size = first, 0
            while last < len(addresses) and (last == first or size + lengths[last] <= SCAN_PIECE):
                size += lengths[last]
                last += 1
            if size > SCAN_PIECE:
                scratch = Buffer(size)
            scratch.rewind()
            local, view = scratch.take(size)
            all(map(self._fill, self._pieces(addresses[first:last], lengths[first:last], local)))
            at = 0
            for length in lengths[first:last]:
                yield view[at : at + length]
                at += length
            first = last

    def peek(self, address, length):
        """Bytes that are not kept."""
        local = ctypes.create_string_buffer(length)
        if self._read_into(ctypes.addressof(local), address, length) != length:
            raise Unreadable('%#x, %d bytes' % (address, length))
        return memoryview(local.raw)

    def u64(self, address):
        return struct.unpack('<Q', self.peek(address, 8))[0]

    @staticmethod
    def _even_pieces(addresses, length, local):
        """As _pieces of small ranges that are equally long, without a look at each."""
        iovecs = array('Q', [length]) * (2 * len(addresses))
        iovecs[0::2] = addresses
        for first in range(0, len(addresses), IOV_MAX):
            count = min(IOV_MAX, len(addresses) - first)
            part = iovecs[2 * first : 2 * (first + count)]
            yield local + first * length, count * length, part, count

    @staticmethod
    def _pieces(addresses, lengths, local):
        """(local address, bytes, iovecs, their number) of each system call."""
        iovecs = array('Q', bytes(16 * len(addresses)))
        iovecs[0::2] = addresses
        iovecs[1::2] = lengths
        first = 0
        size = 0
        for i, length in enumerate(lengths):
            if i > first and (i - first == IOV_MAX or size + length > PIECE):
                yield local, size, iovecs[2 * first : 2 * i], i - first
                local += size
                first, size = i, 0
            if length > PIECE:  # one large object: in pieces of its own
                for at in range(0, length, PIECE):
                    part = min(PIECE, length - at)
                    yield local + at, part, array('Q', [addresses[i] + at, part]), 1
                local += length
                first = i + 1
            else:
                size += length
        if size:
            yield local, size, iovecs[2 * first :], len(addresses) - first

    def _fill(self, piece):
        local, size, iovecs, count = piece
        own = array('Q', [local, size])
        got = _readv(self.pid, own.buffer_info()[0], 1, iovecs.buffer_info()[0], count, 0)
        if got < 0:
            self._check(ctypes.get_errno())
        return got == size

    def _read_into(self, local, address, length):
        """Number of bytes that could be read: all up to the first page that is not mapped."""
        done = 0
        while done < length:
            own = array('Q', [local + done, length - done])
            remote = array('Q', [address + done, length - done])
            got = _readv(self.pid, own.buffer_info()[0], 1, remote.buffer_info()[0], 1, 0)
            if got <= 0:
                self._check(ctypes.get_errno())
                break
            done += got
        return done

    @staticmethod
    def _check(error):
        if error == 1:  # EPERM
            raise SnapshotFailure('ptrace-refused', 'process_vm_readv: Operation not permitted')
        if error == 3:  # ESRCH
            raise SnapshotFailure('target-exited', 'the process ended while it was read')
