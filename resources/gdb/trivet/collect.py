"""What of the stopped target goes into the snapshot. Follows the runtime's own lists; decides nothing
about objects, roots or types: that is done offline, in app/domain/heap.

Nearly all of the runtime's own records (spans, specials, profile buckets, finalizer and cleanup
blocks, caches, itabs, masks) are cut from its persistent chunks, which hang together in one list:
they are copied whole, and nobody walks the lists in them while the target waits."""

import struct
from array import array

from .channels import find_channels
from .copies import Unreadable
from .failure import SnapshotFailure
from .spans import SpanPlan, SpanTable, read_plan

PERSISTENT_CHUNK = 256 << 10  # persistentChunkSize, all releases
POINTERFUL_STATICS = (('data', 'edata'), ('bss', 'ebss'))
STATICS = POINTERFUL_STATICS + (('noptrdata', 'enoptrdata'), ('noptrbss', 'enoptrbss'))
GC_MASK_ON_DEMAND = 16  # abi.TFlagGCMaskOnDemand, Go 1.24 and newer
KIND_GC_PROGRAM = 64  # abi.KindGCProg, Go 1.23 and older
GOROUTINE_BYTES = 2048  # its record, its place in the list, and the used part of a stack that waits
TEXT_MAX_SIZE = 64  # bytes an object
GROUP_MAX_SIZE = 288  # bytes of eight entries of two words, of Swiss maps and of buckets: a small map
TEXT_BUDGET = 16 << 20  # bytes in all
SHARE = 16  # one part in so many of what is copied anyway may go to channels, and as much to small maps,
LEAST_SHARE = 4 << 20  # bytes, of a small heap: nobody notices that in the pause
VARIABLES_MAX = 4 << 20  # bytes; only to know which channels come first
RELOCATED_MAX = 64 << 20
MANY = 10_000_000  # bound of every list walk: a damaged list must not hold the target


class Collector:
    def __init__(self, memory, program, bias):
        self.memory = memory
        self.layouts = program.layouts
        self.symbols = {name: address + bias for name, (address, _) in program.symbols.items()}
        self.sizes = {name: size for name, (_, size) in program.symbols.items()}
        self.bias = bias
        self.plan = None
        self._small = (array('Q'), array('Q'))
        self._prepared = None
        self.version = 'unknown'

    def offset(self, type_name, field):
        return self.layouts[type_name]['fields'][field][0]

    def has(self, type_name, field=None):
        layout = self.layouts.get(type_name)
        return layout is not None and (field is None or field in layout['fields'])

    # -- before the stop -----------------------------------------------------------------------

    def look_ahead(self):
        """Plans on the running target. → SpanTable of that moment"""
        self.plan = read_plan(self.memory, self.all_spans(), self.layouts['runtime.mspan']['size'])
        return SpanTable(
            self.memory.gather_runs(self.plan.starts, self.plan.lengths), self.span_layout()
        )

    def expect_records(self, spans):
        """→ bytes of what is copied besides the contents of spans, about"""
        chunks = PERSISTENT_CHUNK * len(self.persistent_chunks())
        statics = sum(max(0, end - start) for start, end in self.static_ranges(STATICS))
        span_bytes = self.layouts['runtime.mspan']['size'] + 8
        goroutines = self.memory.peek(self.symbols['runtime.allgs'], 16).cast('Q')[1]
        return chunks + statics + span_bytes * spans + GOROUTINE_BYTES * min(goroutines, MANY)

    def look_for_small(self, table):
        """Where channels without pointers and entries of small maps lie. → bytes in all"""
        pointerful = sum(table.ranges(table.pointerful)[1])
        share = max(LEAST_SHARE, pointerful // SHARE)
        named = self.words_of_variables()
        starts, lengths = find_channels(self.memory, self.layouts, table, named, share)
        groups = table.small_pointer_free(TEXT_MAX_SIZE, GROUP_MAX_SIZE, share, set(starts))
        starts.extend(groups[0])
        lengths.extend(groups[1])
        self._small = starts, lengths
        return sum(lengths)

    def prepare_copies(self):
        """Once there is room for them."""
        self._prepared = self.memory.prepare('heap', *self._small)

    def expect_texts(self, table):
        """→ bytes of the small objects without pointers that copy_heap takes"""
        return sum(table.small_pointer_free(0, TEXT_MAX_SIZE, TEXT_BUDGET)[1])

    def words_of_variables(self):
        """What package-level variables of the program itself hold."""
        words = set()
        for start, end in self.static_ranges(POINTERFUL_STATICS):
            start, end = start + 7 & ~7, end & ~7
            length = min(end - start, VARIABLES_MAX)
            if length > 0:
                words.update(self.memory.peek(start, length).cast('Q'))
        return words

    def static_ranges(self, sections):
        """→ [(start, end)] of sections of the program itself, of its plugins not"""
        module = self.symbols['runtime.firstmoduledata']
        record = self.memory.peek(module, self.layouts['runtime.moduledata']['size'])
        word = lambda field: word_at(record, self.offset('runtime.moduledata', field))
        return [(word(low), word(high)) for low, high in sections]

    def copy_constants(self, elf):
        """What never changes once the program runs: words of the runtime, and type descriptors, itabs
        and closures of a PIE, whose pointers are not relocated in its file."""
        self.version = self._go_version()
        for name in ('runtime.buildVersion', 'runtime.waitReasonStrings'):
            if name not in self.symbols:
                continue
            headers = self.memory.peek(self.symbols[name], self.sizes[name])
            for pointer, length in struct.iter_unpack('<QQ', headers):
                if pointer and 0 < length < 4096:
                    self.memory.copy('misc', pointer, length, partial=True)
        if elf.is_pie and elf.relro is not None and elf.relro[1] <= RELOCATED_MAX:
            address, length = elf.relro
            self.memory.copy('types', address + self.bias, length, partial=True)

    def _go_version(self):
        header = self.symbols.get('runtime.buildVersion')
        if not header:
            return 'unknown'
        pointer, length = struct.unpack('<QQ', self.memory.peek(header, 16))
        return bytes(self.memory.peek(pointer, min(length, 4096))).decode('utf-8', 'replace')

    # -- while it is stopped -------------------------------------------------------------------

    def span_layout(self):
        return self.layouts['runtime.mspan']

    def all_spans(self):
        return self.symbols['runtime.mheap_'] + self.offset('runtime.mheap', 'allspans')

    def copy_spans(self):
        """→ SpanTable"""
        array_at, count = self.memory.peek(self.all_spans(), 16).cast('Q')
        raw = self.memory.copy('spanptrs', array_at, 8 * count)
        known = self.plan.raw if self.plan is not None else b''
        if self.plan is None or raw[: len(known)] != known:
            self.plan = SpanPlan(raw, self.span_layout()['size'])
        elif len(raw) > len(known):
            more = SpanPlan(raw[len(known) :], self.span_layout()['size'])
            self.plan.starts.extend(more.starts)
            self.plan.lengths.extend(more.lengths)
        return SpanTable(
            self.memory.copy_runs('spans', self.plan.starts, self.plan.lengths), self.span_layout()
        )

    def copy_heap(self, spans, with_contents):
        """Contents of in-use spans that may hold pointers, and of small pointer-free objects up to a
        budget: the keys of maps lie there. Then what was found before the stop."""
        self.memory.copy_many('heap', *spans.ranges(spans.pointerful))
        if with_contents:
            self.memory.copy_many('contents', *spans.ranges(spans.pointer_free))
            return
        self.memory.copy_many('heap', *spans.small_pointer_free(0, TEXT_MAX_SIZE, TEXT_BUDGET))
        if self._prepared is not None:
            self.memory.copy_prepared(self._prepared)

    def copy_modules(self):
        """Module records, their data sections and pointer masks."""
        size = self.layouts['runtime.moduledata']['size']
        fields = {f: self.offset('runtime.moduledata', f) for f in self.layouts['runtime.moduledata']['fields']}
        module = self.symbols['runtime.firstmoduledata']
        for _ in range(1000):
            if not module:
                break
            record = self.memory.copy('module', module, size)
            word = lambda field: word_at(record, fields[field])
            for low, high in STATICS:
                self.memory.copy('data', word(low), word(high) - word(low), partial=True)
            for mask in ('gcdatamask', 'gcbssmask'):
                bits = struct.unpack_from('<i', record, fields[mask])[0]
                self.memory.copy('mask', word_at(record, fields[mask] + 8), (bits + 7) // 8)
            module = word('next')

    def copy_persistent(self):
        starts = self.persistent_chunks()
        self.memory.copy_many('persistent', starts, array('Q', [PERSISTENT_CHUNK]) * len(starts))

    def persistent_chunks(self):
        """Every chunk begins with the address of the next. → array of 'Q'"""
        starts = array('Q')
        chunk = self.variable('runtime.persistentChunks')
        while chunk and len(starts) < MANY:
            starts.append(chunk)
            chunk = self.memory.u64(chunk)
        return starts

    def copy_bits(self):
        """The arenas of mark and allocation bits: four lists, whose heads end the variable."""
        symbol = 'runtime.gcBitsArenas'
        if symbol not in self.symbols or not self.has('runtime.gcBitsArena'):
            return
        size = self.layouts['runtime.gcBitsArena']['size']
        starts = array('Q')
        for head in self.memory.peek(self.symbols[symbol] + self.sizes[symbol] - 32, 32).cast('Q'):
            while head and len(starts) < MANY:
                starts.append(head)
                head = self.memory.u64(head + 8)  # gcBitsHeader{free, next}
        self.memory.copy_many('bits', starts, array('Q', [size]) * len(starts))

    def copy_large_masks(self, spans):
        """Pointer masks of the types of single large objects: those made on demand that are too large
        for a persistent chunk, those of types made at run time, and those that the allocator of Go up
        to 1.23 keeps beside the object."""
        for address, most in spans.large_types().items():
            try:
                record = self.memory.copy('types', address, self.layouts['internal/abi.Type']['size'])
                self.copy_mask(address, record, most)
            except Unreadable:
                continue

    def copy_masks_of_made_types(self, spans):
        """Pointer masks of types that reflect made: they lie in pointer-free spans, and are never freed.
        After the target goes on: the first word of every larger object is looked at."""
        size = self.layouts['internal/abi.Type']['size']
        find = self.memory.copies.find
        # All are found before the first is copied: a copy unsorts what `find` searches.
        found = [(a, find(a, size), most) for a, most in spans.header_types(find).items()]
        for address, record, most in found:
            try:
                if record is not None:  # most are no types, but the first words of free slots
                    self.copy_mask(address, record, most)
            except (Unreadable, SnapshotFailure):
                continue  # it may be gone by now

    def copy_mask(self, address, record, most):
        """The mask of a type whose record is at `address` and which is at most `most` bytes large."""
        layout = self.layouts['internal/abi.Type']
        field = lambda name: word_at(record, layout['fields'][name][0])
        total, pointer_bytes, data = field('Size_'), field('PtrBytes'), field('GCData')
        if not 0 < pointer_bytes <= total <= most or not data:
            return
        length = (pointer_bytes // 8 + 7) // 8
        if record[layout['fields']['TFlag'][0]] & GC_MASK_ON_DEMAND:
            # Up to Go 1.23 the same flag says that the mask follows the record itself.
            if data != address + (layout['size'] + 7 & ~7):
                data = word_at(self.memory.copy('mask', data, 8), 0)
        elif 'Kind_' in layout['fields'] and record[layout['fields']['Kind_'][0]] & KIND_GC_PROGRAM:
            length = 4 + min(struct.unpack('<I', self.memory.peek(data, 4))[0], 1 << 20)
        if data:
            self.memory.copy('mask', data, length, partial=True)

    def copy_itabs(self):
        """The table of itabs in use; a grown one lies in a pointer-free span."""
        table = self.variable('runtime.itabTable')
        if not table:
            return
        count_at = self.layouts['runtime.itabTableType']['fields']['entries'][0]
        size = min(self.memory.u64(table), 1 << 24)
        self.memory.copy('types', table, count_at + 8 * size)

    def variable(self, name):
        address = self.symbols.get(name)
        return self.memory.u64(address) if address else 0


def word_at(record, offset):
    return struct.unpack_from('<Q', record, offset)[0]
