import { err, ok, type Result } from '../../contract/result';
import type { Layouts } from './layouts';
import type { Memory } from './memory';
import type { HeapError } from './model';
import type { Snapshot } from './snapshot';

const pageBytes = 8192;
const inUse = 1;
/** More spans than a terabyte heap of single pages has: the array header is corrupt. */
const maxSpans = 1 << 27;
const maxSpanBytes = 2 ** 36;
/** More than this together is more than a machine has. */
const maxHeapBytes = 2 ** 42;
const userSpaceEnd = 2 ** 47;

/** In-use spans in ascending order of address, as a struct of arrays; rows are span indices. */
export interface SpanTable {
  readonly length: number;
  readonly base: Float64Array;
  readonly sizeBytes: Float64Array;
  readonly elementBytes: Float64Array;
  readonly elements: Uint32Array;
  /** 0 for a large object with a span of its own. */
  readonly sizeClass: Uint8Array;
  /** 1: its objects hold no pointers; contents usually not copied. */
  readonly pointerFree: Uint8Array;
  /** Run-time address of the abi.Type of a large object; 0 when unknown. */
  readonly largeType: Float64Array;
  /** Slots below this are allocated, whatever allocBits says. */
  readonly freeIndex: Uint32Array;
  /** Run-time address of the allocation bitmap; 0 when the span has none. */
  readonly allocBits: Float64Array;
  /** First of its specials; 0 when none. */
  readonly specials: Float64Array;
  /** Objects handed out and not yet counted in the runtime's statistics: the span is in an mcache. */
  readonly uncounted: Float64Array;
  /** Spans whose record was not copied. */
  readonly unreadable: number;
}

const needed = [
  'startAddr',
  'npages',
  'nelems',
  'elemsize',
  'spanclass',
  'state',
  'freeindex',
  'allocBits',
  'specials',
];

/** Reads `mheap_.allspans` and the mspan records of spans in use. */
export function decodeSpans(
  { header, memory }: Snapshot,
  layouts: Layouts,
): Result<SpanTable, HeapError> {
  const missing = [
    ...layouts.missing('runtime.mspan', needed),
    ...layouts.missing('runtime.mheap', ['allspans']),
    ...(header.symbols['runtime.mheap_'] === undefined ? ['runtime.mheap_'] : []),
  ];
  if (missing.length > 0) return err({ code: 'no-layouts', missing });
  const heap = header.symbols['runtime.mheap_']!;
  const list = heap + layouts.offset('runtime.mheap', 'allspans')!;
  const array = memory.u64(list);
  const count = memory.u64(list + 8);
  if (array === undefined || count === undefined || count > maxSpans) {
    return err({ code: 'no-spans', reason: 'mheap_.allspans is not in the snapshot' });
  }
  if (memory.bytes(array, count * 8) === undefined) {
    return err({ code: 'no-spans', reason: `the array of ${count} spans is not in the snapshot` });
  }
  const generation = layouts.offset('runtime.mheap', 'sweepgen');
  const sweepgen = generation === undefined ? undefined : memory.u32(heap + generation);
  return ok(readSpans(memory, layouts, array, count, sweepgen));
}

function readSpans(
  memory: Memory,
  layouts: Layouts,
  array: number,
  count: number,
  sweepgen: number | undefined,
): SpanTable {
  const at = (field: string) => layouts.offset('runtime.mspan', field) ?? -1;
  const start = at('startAddr');
  const state = at('state');
  const found: { address: number; base: number }[] = [];
  let unreadable = 0;
  for (let i = 0; i < count; i++) {
    const address = memory.u64(array + 8 * i)!;
    const kind = memory.u8(address + state);
    const base = memory.u64(address + start);
    if (kind === undefined || base === undefined) unreadable++;
    else if (kind === inUse) found.push({ address, base });
  }
  found.sort((a, b) => a.base - b.base);
  const table = emptyTable(found.length, unreadable);
  const fields = {
    pages: at('npages'),
    elements: at('nelems'),
    elementBytes: at('elemsize'),
    spanClass: at('spanclass'),
    largeType: at('largeType'),
    freeIndex: at('freeindex'),
    freeIndexForScan: at('freeIndexForScan'),
    allocBits: at('allocBits'),
    specials: at('specials'),
    sweepgen: at('sweepgen'),
    allocCount: at('allocCount'),
    countBefore: at('allocCountBeforeCache'),
  };
  let end = 0;
  let heapBytes = 0;
  found.forEach(({ address, base }, i) => {
    const u64 = (field: number) => (field < 0 ? 0 : (memory.u64(address + field) ?? 0));
    const u16 = (field: number) => (field < 0 ? 0 : (memory.u16(address + field) ?? 0));
    const spanClass = memory.u8(address + fields.spanClass) ?? 0;
    table.base[i] = base;
    table.sizeBytes[i] = u64(fields.pages) * pageBytes;
    table.elementBytes[i] = u64(fields.elementBytes);
    table.elements[i] = u16(fields.elements);
    table.sizeClass[i] = spanClass >> 1;
    table.pointerFree[i] = spanClass & 1;
    table.largeType[i] = u64(fields.largeType);
    table.freeIndex[i] = Math.max(u16(fields.freeIndex), u16(fields.freeIndexForScan));
    table.allocBits[i] = u64(fields.allocBits);
    table.specials[i] = u64(fields.specials);
    const own = fields.sweepgen < 0 ? undefined : memory.u32(address + fields.sweepgen);
    const cached = own !== undefined && sweepgen !== undefined && own !== sweepgen;
    if (cached && (own === sweepgen + 1 || own === sweepgen + 3)) {
      table.uncounted[i] = u16(fields.allocCount) - u16(fields.countBefore);
    }
    // A corrupt record must not make a huge or endless loop.
    const fits = table.elements[i] * table.elementBytes[i] <= table.sizeBytes[i];
    const plausible = table.sizeBytes[i] <= maxSpanBytes && table.elementBytes[i] > 0;
    const placed = base % pageBytes === 0 && base >= end && base < userSpaceEnd;
    heapBytes += table.sizeBytes[i];
    if (fits && plausible && placed && heapBytes <= maxHeapBytes) end = base + table.sizeBytes[i];
    else table.elements[i] = 0;
  });
  return table;
}

function emptyTable(length: number, unreadable: number): SpanTable {
  const floats = () => new Float64Array(length);
  return {
    length,
    unreadable,
    base: floats(),
    sizeBytes: floats(),
    elementBytes: floats(),
    elements: new Uint32Array(length),
    sizeClass: new Uint8Array(length),
    pointerFree: new Uint8Array(length),
    largeType: floats(),
    freeIndex: new Uint32Array(length),
    allocBits: floats(),
    specials: floats(),
    uncounted: floats(),
  };
}
