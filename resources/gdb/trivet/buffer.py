"""Our own memory for copies, faulted in beforehand: else most of the copying is page faults."""

import ctypes
import mmap

PAGE = 4096
MAP_POPULATE = getattr(mmap, 'MAP_POPULATE', 0x8000)  # named only since Python 3.10
LEAST_RUN = 8 << 20


class Buffer:
    """Grows by further runs; what was taken never moves."""

    def __init__(self, size):
        self._reserve(max(size, 1 << 20))

    def take(self, length):
        """→ (address of ours, memoryview of `length` bytes)"""
        if self._used + length > len(self._run):
            self._reserve(max(length, LEAST_RUN))
        start = self._used
        self._used += (length + 15) & ~15
        return self._base + start, self._view[start : start + length]

    def rewind(self):
        """What was taken of the last run is given out anew."""
        self._used = 0

    def _reserve(self, size):
        size = (size + PAGE - 1) & ~(PAGE - 1)
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_POPULATE
        self._run = mmap.mmap(-1, size, flags=flags)
        self._view = memoryview(self._run)
        self._base = ctypes.addressof(ctypes.c_char.from_buffer(self._run))
        self._used = 0
