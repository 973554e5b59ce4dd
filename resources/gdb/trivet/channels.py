"""Channels in spans without pointers: unbuffered ones, and those whose elements have no pointers, which
lie behind them. No list leads to them, but they give themselves away: `buf` of such an hchan points
into its own object (makechan, runtime/chan.go). They are looked for while the target runs, and
only copied while it waits. What is found is copied, true or not: more bytes do no harm."""

from array import array
from itertools import repeat
from operator import add, eq

from .copies import Unreadable

WHOLE_UP_TO = 1024  # bytes an element: of larger ones one word is read, not the span
READ_BUDGET = 256 << 20  # bytes of whole spans that are looked through
LARGER_BUDGET = 1 << 20  # words of larger elements
MANY_IN_SPAN = 16  # cheaper as a whole
BUFFER_MAX_SIZE = 16 << 10  # bytes; of larger channels only the record is copied
RECORDS_MAX = 1 << 16
TORN = (Unreadable, OverflowError, MemoryError, ValueError)


class ChannelFinder:
    """`ranges`: (addresses, lengths) to copy, ready for use."""

    def __init__(self, memory, layout, budget):
        self._memory = memory
        self._record = layout['size']
        fields = layout['fields']
        self._count_at, self._buffer_at, self._size_at = (
            fields[name][0] for name in ('dataqsiz', 'buf', 'elemsize')
        )
        self._budget = budget
        self.ranges = (array('Q'), array('Q'))

    def look(self, spans):
        """Small elements first: most channels are."""
        rows = spans.rows_of_pointer_free(self._record)
        read = READ_BUDGET
        small, larger = [], array('Q')
        for start, length, size in rows:
            if size > WHOLE_UP_TO:
                room = LARGER_BUDGET - len(larger)
                first = start + self._buffer_at
                larger.extend(range(first, first + length // size * size, size)[:room])
            elif length <= read:
                read -= length
                small.append((start, length, size))
        self._look_through(small)
        self._look_at(larger)

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
            if len(found) >= MANY_IN_SPAN:
                self._take(start, length)
            else:
                for address in found:
                    self._take(address, size)

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
                self._take_with_buffer(field - self._buffer_at)

    def _take_with_buffer(self, address):
        record = self._memory.peek(address, self._record)
        size = int.from_bytes(record[self._size_at : self._size_at + 2], 'little')
        buffer = size * int.from_bytes(record[self._count_at : self._count_at + 8], 'little')
        self._take(address, self._record + (buffer if buffer <= BUFFER_MAX_SIZE else 0))

    def _take(self, address, length):
        starts, lengths = self.ranges
        if length <= self._budget and len(starts) < RECORDS_MAX:
            self._budget -= length
            starts.append(address)
            lengths.append(length + 7 & ~7)


def find_channels(memory, layouts, spans, budget):
    """→ (addresses, lengths), `budget` bytes in all."""
    layout = layouts.get('runtime.hchan')
    if layout is None or not {'dataqsiz', 'buf', 'elemsize'} <= layout['fields'].keys():
        return array('Q'), array('Q')
    finder = ChannelFinder(memory, layout, budget)
    try:
        finder.look(spans)
    except TORN:  # while the target runs; what was found until then
        pass
    return finder.ranges
