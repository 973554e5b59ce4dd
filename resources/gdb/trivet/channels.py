"""Channels in spans without pointers: unbuffered ones, and those whose elements have no pointers, which
lie behind them. No list leads to them, but they give themselves away: `buf` of such an hchan points
into its own object (makechan, runtime/chan.go). They are looked for while the target runs, and
only copied while it waits. What is found is copied, true or not: more bytes do no harm."""

from array import array
from bisect import bisect_right
from itertools import repeat
from operator import add, eq

from .copies import Unreadable

WHOLE_UP_TO = 1024  # bytes an element: of larger ones one word is read, not the span
READ_BUDGET = 256 << 20  # bytes of whole spans that are looked through
LARGER_MAX = 1 << 12  # spans of larger elements that are looked at; of more, those that variables refer to
BUFFER_MAX_SIZE = 16 << 10  # bytes; of larger channels only the record is copied
RECORDS_MAX = 1 << 16
TORN = (Unreadable, OverflowError, MemoryError, ValueError)


class ChannelFinder:
    """`found` are [(address, bytes, channels in there)], by size of the elements of their spans."""

    def __init__(self, memory, layout):
        self._memory = memory
        self._record = layout['size']
        fields = layout['fields']
        self._count_at, self._buffer_at, self._size_at = (
            fields[name][0] for name in ('dataqsiz', 'buf', 'elemsize')
        )
        self.found = []

    def look(self, spans, named):
        """`named` are words that variables hold."""
        read = READ_BUDGET
        small, larger = [], []
        for row in spans.rows_of_pointer_free(self._record):
            if row[2] > WHOLE_UP_TO:
                larger.append(row)
            elif row[1] <= read:
                read -= row[1]
                small.append(row)
        small.sort(key=lambda row: row[2])
        self._look_through(small)
        self._look_at(self._larger(larger, named))

    def _larger(self, rows, named):
        """→ addresses of `buf`, would there be channels"""
        if len(rows) <= LARGER_MAX:
            places = (range(start, start + length // size * size, size) for start, length, size in rows)
            return array('Q', [address + self._buffer_at for each in places for address in each])
        rows = {row[0]: row for row in rows}
        starts = sorted(rows)
        low, high = starts[0], starts[-1] + rows[starts[-1]][1]
        found = array('Q')
        for word in named:
            if low <= word < high:
                start, length, size = rows[starts[bisect_right(starts, word) - 1]]
                if word < start + length and (word - start) % size == 0:
                    found.append(word + self._buffer_at)
        return found

    def _look_through(self, rows):
        views = self._memory.scan(array('Q', [r[0] for r in rows]), array('Q', [r[1] for r in rows]))
        word = self._buffer_at // 8
        for (start, length, size), view in zip(rows, views):
            count = length // size
            pointers = view.cast('Q')[word : count * size // 8 : size // 8].tolist()
            places = range(start, start + count * size, size)
            found = self._matches(places, pointers, self._record)
            if size < self._record + 16:  # the next size class: these may be unbuffered, too
                found += self._matches(places, pointers, self._buffer_at)
            if 2 * len(found) >= count:  # cheaper as a whole
                self.found.append((start, length, found))
            else:
                self.found.extend((address, size, (address,)) for address in found)

    @staticmethod
    def _matches(places, pointers, offset):
        expected = range(places.start + offset, places.stop + offset, places.step)
        if True not in map(eq, pointers, expected):
            return []
        return [a for a, b in zip(places, pointers) if b == a + offset]

    def _look_at(self, fields):
        """`fields` are addresses of `buf`. Of larger elements only those are channels that have a buffer."""
        try:
            pointers = self._memory.gather(fields, 8).cast('Q').tolist()
        except Unreadable:
            return
        behind = self._record - self._buffer_at
        if True not in map(eq, pointers, map(add, fields, repeat(behind))):
            return
        for field, pointer in zip(fields, pointers):
            if pointer == field + behind:
                self._take(field - self._buffer_at)

    def _take(self, address):
        record = self._memory.peek(address, self._record)
        size = int.from_bytes(record[self._size_at : self._size_at + 2], 'little')
        buffer = size * int.from_bytes(record[self._count_at : self._count_at + 8], 'little')
        length = self._record + (buffer if buffer <= BUFFER_MAX_SIZE else 0)
        self.found.append((address, length + 7 & ~7, (address,)))


def find_channels(memory, layouts, spans, named, budget):
    """→ (addresses, lengths), `budget` bytes in all: those first whose address is among `named`, then
    small ones."""
    layout = layouts.get('runtime.hchan')
    starts, lengths = array('Q'), array('Q')
    if layout is None or not {'dataqsiz', 'buf', 'elemsize'} <= layout['fields'].keys():
        return starts, lengths
    finder = ChannelFinder(memory, layout)
    try:
        finder.look(spans, named)
    except TORN:  # while the target runs; what was found until then
        pass
    for address, length, _ in sorted(finder.found, key=lambda each: named.isdisjoint(each[2])):
        if length <= budget and len(starts) < RECORDS_MAX:
            budget -= length
            starts.append(address)
            lengths.append(length)
    return starts, lengths
