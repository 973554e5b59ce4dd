"""What was copied, as the snapshot file will hold it. Live processes and core files fill it alike."""

import bisect


class Unreadable(Exception):
    """An address that is not mapped or not in the core file: damage, or a race before the stop."""


class Copies:
    def __init__(self):
        self._groups = []  # (kind, addresses, lengths, memoryview of all of them in this order)
        self._singles = []  # (kind, address, memoryview)
        self._order = None
        self.copied_bytes = 0

    def add(self, kind, address, view):
        self._singles.append((kind, address, view))
        self.copied_bytes += len(view)
        self._order = None

    def add_many(self, kind, addresses, lengths, view):
        self._groups.append((kind, addresses, lengths, view))
        self.copied_bytes += len(view)
        self._order = None

    def all(self):
        """[(kind, address, memoryview)], in the order of addresses."""
        if self._order is None:
            chunks = list(self._singles)
            for kind, addresses, lengths, view in self._groups:
                at = 0
                for address, length in zip(addresses, lengths):
                    chunks.append((kind, address, view[at : at + length]))
                    at += length
            chunks.sort(key=lambda chunk: (chunk[1], len(chunk[2])))
            self._order = chunks
            self._starts = [chunk[1] for chunk in chunks]
        return self._order

    def find(self, address, length):
        """The bytes if one copy holds all of them, else None. Sorts first: not while a target waits."""
        chunks = self.all()
        i = bisect.bisect_right(self._starts, address) - 1
        for j in range(i, max(i - 4, -1), -1):
            start, view = chunks[j][1], chunks[j][2]
            if address + length <= start + len(view):
                return view[address - start : address - start + length]
        return None
