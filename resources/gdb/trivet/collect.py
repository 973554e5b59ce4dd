"""What of the stopped target goes into the snapshot. Follows the runtime's own lists; decides nothing
about objects, roots or types: that is done offline, in app/domain/heap."""

import struct

from .target_memory import PAGE, Unreadable

PAGE_SIZE = 8192  # of the Go runtime, all releases
SPAN_IN_USE = 1
SYSTEM_STACK = 32 << 10
GC_MASK_ON_DEMAND = 16  # abi.TFlagGCMaskOnDemand, Go 1.24 and newer
TEXT_MAX_SIZE = 64  # bytes an object
TEXT_BUDGET = 16 << 20  # bytes in all
RELOCATED_MAX = 64 << 20  # of a larger one the pages that are met are copied
MANY = 50_000_000  # bound of every list walk: a damaged list must not hold the target


class Collector:
    def __init__(self, memory, layouts, symbols, bias):
        self.memory = memory
        self.layouts = layouts
        self.symbols = {name: address + bias for name, (address, _) in symbols.items()}
        self.sizes = {name: size for name, (_, size) in symbols.items()}
        self.bias = bias

    def offset(self, type_name, field):
        return self.layouts[type_name]['fields'][field][0]

    def has(self, type_name, field=None):
        layout = self.layouts.get(type_name)
        return layout is not None and (field is None or field in layout['fields'])

    # -- spans ---------------------------------------------------------------------------------

    def span_records(self, read, copy):
        """Reads every mspan in runs of neighbours. → [(base, bytes, elem_size, class, large_type,
        nelems, specials, alloc_bits)] of those in use."""
        header = read(self.symbols['runtime.mheap_'] + self.offset('runtime.mheap', 'allspans'), 16)
        array, count = struct.unpack('<QQ', header)
        addresses = sorted(memoryview(copy('spanptrs', array, 8 * count)).cast('Q'))
        size = self.layouts['runtime.mspan']['size']
        at = {f: self.offset('runtime.mspan', f) for f in self.layouts['runtime.mspan']['fields']}
        word = {f: o // 8 for f, o in at.items()}
        start_w, npages_w, elem_w = word['startAddr'], word['npages'], word['elemsize']
        type_w, specials_w, bits_w = word['largeType'], word['specials'], word['allocBits']
        state_b, class_b, nelems_b = at['state'], at['spanclass'], at['nelems']
        spans = []
        i = 0
        while i < len(addresses):
            first = last = addresses[i]
            j = i + 1
            while j < len(addresses) and addresses[j] - last < PAGE and addresses[j] - first < 1 << 20:
                last = addresses[j]
                j += 1
            raw = memoryview(copy('spans', first, last + size - first))
            words = raw.cast('Q')
            for address in addresses[i:j]:
                b = address - first
                if raw[b + state_b] != SPAN_IN_USE:
                    continue
                w = b >> 3
                spans.append(
                    (
                        words[w + start_w],
                        words[w + npages_w] * PAGE_SIZE,
                        words[w + elem_w],
                        raw[b + class_b],
                        words[w + type_w],
                        raw[b + nelems_b] | raw[b + nelems_b + 1] << 8,
                        words[w + specials_w],
                        words[w + bits_w],
                    )
                )
            i = j
        spans.sort()
        return spans

    def expected_bytes(self):
        """What a copy would take, asked of the running target: any answer may be a little off."""
        spans = self.span_records(self.memory.peek, lambda _, a, n: self.memory.peek(a, n))
        heap = sum(span[1] for span in spans if not span[3] & 1)
        return heap + heap // 16 + 512 * len(spans) + TEXT_BUDGET + (16 << 20)

    def copy_spans(self):
        peek_kept = lambda address, length: self.memory.read('misc', address, length)
        return self.span_records(peek_kept, self.memory.copy)

    def copy_heap(self, spans):
        """Contents of in-use spans that may hold pointers, and of small pointer-free objects up to a
        budget: the keys of maps lie there. Neighbours are joined."""
        runs = []
        budget = TEXT_BUDGET
        for base, size, elem_size, span_class, *_ in spans:
            if span_class & 1:
                if elem_size > TEXT_MAX_SIZE or size > budget:
                    continue
                budget -= size
            if runs and runs[-1][0] + runs[-1][1] == base and runs[-1][1] < 1 << 30:
                runs[-1][1] += size
            else:
                runs.append([base, size])
        self.memory.copy_many('heap', [tuple(run) for run in runs])
        self.memory.index()

    def copy_span_details(self, spans):
        """allocBits and the specials of every span, of the pointer-free ones too."""
        read = self.memory.read
        next_at = self.offset('runtime.special', 'next')
        size = max(
            layout['size'] for name, layout in self.layouts.items() if name.startswith('runtime.special')
        )
        for _, _, _, _, _, nelems, special, bits in spans:
            if bits:
                read('bits', bits, (nelems + 7) // 8)
            for _ in range(MANY):
                if not special:
                    break
                # The longest kind: a record at the end of its page must not pull in the next one
                # when nothing is mapped there.
                record = self.read_up_to('specials', special, size)
                special = struct.unpack_from('<Q', record, next_at)[0]

    # -- types ---------------------------------------------------------------------------------

    def copy_type_masks(self, spans, modules):
        """Pointer masks that the runtime builds on demand: they lie outside heap, data and file."""
        types = set()
        for base, size, elem_size, span_class, large_type, nelems, _, _ in spans:
            if span_class & 1 or elem_size <= 512:
                continue
            if span_class >> 1 == 0:
                types.add(large_type)
                continue
            words = self.memory.read('heap', base, nelems * elem_size).cast('Q')
            types.update(words[:: elem_size // 8])
        flag_at = self.offset('internal/abi.Type', 'TFlag')
        mask_at = self.offset('internal/abi.Type', 'GCData')
        pointer_bytes_at = self.offset('internal/abi.Type', 'PtrBytes')
        size = self.layouts['internal/abi.Type']['size']
        for address in types:
            if not any(low <= address < high for low, high in modules):
                continue  # the first word of a free slot
            record = self.memory.read('types', address, size)
            if not record[flag_at] & GC_MASK_ON_DEMAND:
                continue
            slot = struct.unpack_from('<Q', record, mask_at)[0]
            mask = self.memory.u64('mask', slot)
            pointer_bytes = struct.unpack_from('<Q', record, pointer_bytes_at)[0]
            if mask:
                self.memory.read('mask', mask, (pointer_bytes // 8 + 7) // 8)

    def copy_relocated(self, elf):
        """Type descriptors, itabs and closures of a PIE: in its file their pointers are not relocated."""
        if not elf.is_pie or elf.relro is None:
            return
        address, length = elf.relro
        if length <= RELOCATED_MAX:
            self.memory.copy('types', address + self.bias, length, partial=True)

    def copy_itabs(self):
        """The table names every itab in use, those made at run time included."""
        table = self.variable('runtime.itabTable')
        if not table:
            return
        count_at = self.layouts['runtime.itabTableType']['fields']['entries'][0]
        size = self.memory.u64('types', table)
        entries = self.memory.read('types', table + count_at, 8 * min(size, 1 << 24)).cast('Q')
        for itab in entries:
            if itab:
                self.memory.read('types', itab, 24)  # inter, type, hash

    # -- modules and globals -------------------------------------------------------------------

    def copy_modules(self):
        """Module records, their data sections and pointer masks. → [(types, etypes)]"""
        size = self.layouts['runtime.moduledata']['size']
        fields = {f: self.offset('runtime.moduledata', f) for f in self.layouts['runtime.moduledata']['fields']}
        type_ranges = []
        module = self.symbols['runtime.firstmoduledata']
        for _ in range(1000):
            if not module:
                break
            record = self.memory.copy('module', module, size)
            word = lambda field: struct.unpack_from('<Q', record, fields[field])[0]
            for low, high in (
                ('noptrdata', 'enoptrdata'),
                ('data', 'edata'),
                ('bss', 'ebss'),
                ('noptrbss', 'enoptrbss'),
            ):
                self.memory.copy('data', word(low), word(high) - word(low), partial=True)
            for mask in ('gcdatamask', 'gcbssmask'):
                bits = struct.unpack_from('<i', record, fields[mask])[0]
                self.memory.copy('mask', word_at(record, fields[mask] + 8), (bits + 7) // 8)
            type_ranges.append((word('types'), word('etypes')))
            module = word('next')
        self.memory.index()
        return type_ranges

    # -- lists of the runtime ------------------------------------------------------------------

    def variable(self, name):
        address = self.symbols.get(name)
        return self.memory.u64('data', address) if address else 0

    def copy_strings(self):
        """buildVersion and the wait reasons: headers in data, bytes in the file or here."""
        for name in ('runtime.buildVersion', 'runtime.waitReasonStrings'):
            if name not in self.symbols:
                continue
            headers = self.memory.read('data', self.symbols[name], self.sizes[name])
            for pointer, length in struct.iter_unpack('<QQ', headers):
                if pointer and 0 < length < 4096:
                    self.memory.read('misc', pointer, length)

    def go_version(self):
        header = self.symbols.get('runtime.buildVersion')
        if not header:
            return 'unknown'
        pointer, length = struct.unpack('<QQ', self.memory.read('data', header, 16))
        return bytes(self.memory.read('misc', pointer, min(length, 4096))).decode('utf-8', 'replace')

    def copy_buckets(self):
        """The profilers' own records: header, stack, counters."""
        header = self.layouts.get('runtime.bucket')
        if header is None:
            return
        nstk_at = self.offset('runtime.bucket', 'nstk')
        next_at = self.offset('runtime.bucket', 'allnext')
        record = max(self.layouts.get(n, {'size': 128})['size'] for n in ('runtime.memRecord',))
        for name in ('runtime.mbuckets', 'runtime.bbuckets', 'runtime.xbuckets'):
            bucket = self.variable(name)
            for _ in range(MANY):
                if not bucket:
                    break
                head = self.memory.read('buckets', bucket, header['size'])
                depth = min(struct.unpack_from('<Q', head, nstk_at)[0], 1 << 16)
                self.read_up_to('buckets', bucket, header['size'] + 8 * depth + record)
                bucket = struct.unpack_from('<Q', head, next_at)[0]

    def copy_finalizers(self):
        for symbol, offset, names in (
            ('runtime.allfin', 0, ('runtime.finblock', 'runtime.finBlock')),
            ('runtime.gcCleanups', None, ('runtime.cleanupBlock',)),
        ):
            name = next((n for n in names if n in self.layouts), None)
            if name is None or symbol not in self.symbols:
                continue
            if offset is None:
                if not self.has('runtime.cleanupQueue', 'all'):
                    continue
                offset = self.offset('runtime.cleanupQueue', 'all')
            link_at = self.cleanup_link() if 'cleanup' in name else self.offset(name, 'alllink')
            block = self.memory.u64('data', self.symbols[symbol] + offset)
            for _ in range(MANY):
                if not block:
                    break
                record = self.memory.read('fin', block, self.layouts[name]['size'])
                block = struct.unpack_from('<Q', record, link_at)[0]

    def cleanup_link(self):
        header = self.offset('runtime.cleanupBlock', 'cleanupBlockHeader')
        return header + self.offset('runtime.cleanupBlockHeader', 'alllink')

    def copy_caches(self):
        """The per-P caches: what the runtime's own statistics have not counted yet."""
        if 'runtime.allp' not in self.symbols or not self.has('runtime.p', 'mcache'):
            return
        array, count = struct.unpack('<QQ', self.memory.read('data', self.symbols['runtime.allp'], 16))
        for p in self.memory.read('misc', array, 8 * min(count, 1 << 16)).cast('Q'):
            if not p:
                continue
            record = self.memory.read('misc', p, self.layouts['runtime.p']['size'])
            cache = word_at(record, self.offset('runtime.p', 'mcache'))
            if cache:
                self.memory.read('misc', cache, self.layouts['runtime.mcache']['size'])

    # -- helpers -------------------------------------------------------------------------------

    def read_up_to(self, kind, address, length):
        """At least what lies on the first page."""
        try:
            return self.memory.read(kind, address, length)
        except Unreadable:
            return self.memory.read(kind, address, min(length, PAGE - address % PAGE))


def word_at(record, offset):
    return struct.unpack_from('<Q', record, offset)[0]
