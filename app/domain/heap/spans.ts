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
  { header, memory }: Pick<Snapshot, 'header' | 'memory'>,
  layouts: Layouts,
): Result<SpanTable, HeapError> {
  const missing = [
    ...layouts.missing('runtime.mspan', needed),
    ...layouts.missing('runtime.mheap', ['allspans']),
    ...(header.symbols['runtime.mheap_'] === undefined ? ['runtime.mheap_'] : []),
  ];
  if (missing.length > 0) return err({ code: 'no-layouts', missing });
  const heap = header.symbols['runtime.mheap_']!;
  const slice = heap + layouts.offset('runtime.mheap', 'allspans')!;
  const array = memory.u64(slice);
  const count = memory.u64(slice + 8);
  if (array === undefined || count === undefined || count > maxSpans) {
    return err({ code: 'no-spans', reason: 'mheap_.allspans is not in the snapshot' });
  }
  const list = memory.bytes(array, count * 8);
  if (list === undefined) {
    return err({ code: 'no-spans', reason: `the array of ${count} spans is not in the snapshot` });
  }
  const generation = layouts.offset('runtime.mheap', 'sweepgen');
  const sweepgen = generation === undefined ? undefined : memory.u32(heap + generation);
  return ok(readSpans(memory, layouts, list, sweepgen));
}

function readSpans(
  memory: Memory,
  layouts: Layouts,
  list: Uint8Array,
  sweepgen: number | undefined,
): SpanTable {
  const offsetOf = (field: string) => layouts.offset('runtime.mspan', field) ?? -1;
  const fields = {
    start: offsetOf('startAddr'),
    state: offsetOf('state'),
    pages: offsetOf('npages'),
    elements: offsetOf('nelems'),
    elementBytes: offsetOf('elemsize'),
    spanClass: offsetOf('spanclass'),
    largeType: offsetOf('largeType'),
    freeIndex: offsetOf('freeindex'),
    freeIndexForScan: offsetOf('freeIndexForScan'),
    allocBits: offsetOf('allocBits'),
    specials: offsetOf('specials'),
    sweepgen: offsetOf('sweepgen'),
    allocCount: offsetOf('allocCount'),
    countBefore: offsetOf('allocCountBeforeCache'),
  };
  const recordBytes = Math.max(...Object.values(fields)) + 8;
  const addresses = new DataView(list.buffer, list.byteOffset, list.byteLength);
  const bases = new Float64Array(list.byteLength >> 3);
  const addressOf = new Map<number, number>();
  let length = 0;
  let unreadable = 0;
  for (let at = 0; at < list.byteLength; at += 8) {
    const address = wordAt(addresses, at);
    const record = memory.seek(address, recordBytes);
    if (record < 0) unreadable++;
    else if (memory.view.getUint8(record + fields.state) === inUse) {
      const base = wordAt(memory.view, record + fields.start);
      bases[length++] = base;
      addressOf.set(base, address);
    }
  }
  const table = emptyTable(bases.slice(0, length).sort(), unreadable);
  let end = 0;
  let heapBytes = 0;
  for (let i = 0; i < length; i++) {
    const base = table.base[i]!;
    const record = memory.seek(addressOf.get(base)!, recordBytes);
    const { view } = memory;
    const spanClass = view.getUint8(record + fields.spanClass);
    const sizeBytes = wordAt(view, record + fields.pages) * pageBytes;
    const elementBytes = wordAt(view, record + fields.elementBytes);
    const elements = view.getUint16(record + fields.elements, true);
    table.sizeBytes[i] = sizeBytes;
    table.elementBytes[i] = elementBytes;
    table.sizeClass[i] = spanClass >> 1;
    table.pointerFree[i] = spanClass & 1;
    if (fields.largeType >= 0) table.largeType[i] = wordAt(view, record + fields.largeType);
    table.freeIndex[i] = view.getUint16(record + fields.freeIndex, true);
    if (fields.freeIndexForScan >= 0) {
      const scanned = view.getUint16(record + fields.freeIndexForScan, true);
      if (scanned > table.freeIndex[i]!) table.freeIndex[i] = scanned;
    }
    table.allocBits[i] = wordAt(view, record + fields.allocBits);
    table.specials[i] = wordAt(view, record + fields.specials);
    const own = fields.sweepgen < 0 ? sweepgen : view.getUint32(record + fields.sweepgen, true);
    const isCached = sweepgen !== undefined && (own === sweepgen + 1 || own === sweepgen + 3);
    if (isCached) {
      const u16 = (field: number) => (field < 0 ? 0 : view.getUint16(record + field, true));
      table.uncounted[i] = u16(fields.allocCount) - u16(fields.countBefore);
    }
    // A corrupt record must not make a huge or endless loop.
    const fits = elements * elementBytes <= sizeBytes;
    const plausible = sizeBytes <= maxSpanBytes && elementBytes > 0;
    const placed = base % pageBytes === 0 && base >= end && base < userSpaceEnd;
    heapBytes += sizeBytes;
    if (!fits || !plausible || !placed || heapBytes > maxHeapBytes) continue;
    table.elements[i] = elements;
    end = base + sizeBytes;
  }
  return table;
}

/** Exact up to 2^53. */
const wordAt = (view: DataView, at: number) =>
  view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;

function emptyTable(base: Float64Array, unreadable: number): SpanTable {
  const { length } = base;
  const floats = () => new Float64Array(length);
  return {
    length,
    unreadable,
    base,
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
