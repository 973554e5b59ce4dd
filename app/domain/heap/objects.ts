import type { Memory } from './memory';
import type { SpanTable } from './spans';

const pageShift = 13;
/** Pages per leaf of the page table: 64 MB, the runtime's arena on 64-bit. */
const leafShift = 13;
const leafPages = 1 << leafShift;
const keyShift = pageShift + leafShift;
const wordRange = 0x1_0000_0000;

/**
 * All allocated objects, densely numbered in order of address. Those that are allocated but no
 * longer reachable (garbage, not yet swept) are among them.
 */
export class ObjectIndex {
  readonly length: number;
  /** Run-time address of the object's first byte. */
  readonly address: Float64Array;
  /** Index into the span table. */
  readonly span: Int32Array;
  /** Sum of the objects' sizes, slack of the size class included. */
  readonly totalBytes: number;
  readonly spans: SpanTable;
  /** Address bits above a leaf → number of the leaf; leaf 0 has no spans. Begins at `#firstKey`. */
  readonly #leafOf: Int32Array;
  readonly #firstKey: number;
  /** Span of each page, leaf by leaf; −1 where there is none. */
  readonly #spanOfPage: Int32Array;
  readonly #baseLow: Uint32Array;
  readonly #elementBytes: Uint32Array;
  /** Object of a span's first slot when all its slots are allocated; −1 when some are free. */
  readonly #firstObject: Int32Array;
  /** Of a span with free slots: where its slots begin in `#objectOfSlot`. */
  readonly #firstSlot: Uint32Array;
  /** Object of a slot; −1 when it is free. */
  readonly #objectOfSlot: Int32Array;

  constructor(memory: Memory, spans: SpanTable) {
    this.spans = spans;
    const { length: count, base, elements, elementBytes } = spans;
    const pages = mapPages(spans);
    this.#firstKey = pages.firstKey;
    this.#leafOf = pages.leafOf;
    this.#spanOfPage = pages.spanOfPage;
    this.#baseLow = new Uint32Array(count);
    for (let s = 0; s < count; s++) this.#baseLow[s] = base[s]! % wordRange;
    this.#elementBytes = new Uint32Array(elementBytes);
    this.#firstObject = new Int32Array(count).fill(-1);
    this.#firstSlot = new Uint32Array(count);
    const bits = allocationBits(memory, spans);
    let slots = 0;
    let length = 0;
    for (let s = 0; s < count; s++) {
      const used = countAllocated(spans, s, bits[s]);
      if (used === elements[s]) {
        this.#firstObject[s] = length;
      } else {
        this.#firstSlot[s] = slots;
        slots += elements[s]!;
      }
      length += used;
    }
    this.length = length;
    this.address = new Float64Array(length);
    this.span = new Int32Array(length);
    this.#objectOfSlot = new Int32Array(slots).fill(-1);
    this.totalBytes = this.#number(spans, bits);
  }

  /** @returns the sum of all sizes. */
  #number({ length, base, elements, elementBytes, freeIndex }: SpanTable, bits: Bits[]): number {
    const { address, span } = this;
    const objectOfSlot = this.#objectOfSlot;
    let object = 0;
    let total = 0;
    for (let s = 0; s < length; s++) {
      const size = elementBytes[s]!;
      const start = base[s]!;
      const end = elements[s]!;
      const before = object;
      if (this.#firstObject[s]! >= 0) {
        for (let i = 0; i < end; i++) {
          address[object] = start + i * size;
          span[object++] = s;
        }
      } else {
        const free = freeIndex[s]!;
        const marks = bits[s];
        const first = this.#firstSlot[s]!;
        for (let i = 0; i < end; i++) {
          if (i >= free && ((marks?.[i >> 3] ?? 0) & (1 << (i & 7))) === 0) continue;
          objectOfSlot[first + i] = object;
          address[object] = start + i * size;
          span[object++] = s;
        }
      }
      total += (object - before) * size;
    }
    return total;
  }

  sizeBytes(object: number): number {
    return this.spans.elementBytes[this.span[object]!]!;
  }

  /** Object that holds `pointer`, which may point anywhere inside; −1 when none, −2 when its slot is free. */
  find(pointer: number): number {
    return this.findHalves(pointer % wordRange, Math.floor(pointer / wordRange));
  }

  /** `find` for a pointer as its lower and upper 32 bits: the way of the millions. */
  findHalves(low: number, high: number): number {
    const s = this.#spanOf(low, high);
    if (s < 0) return -1;
    const count = this.spans.elements[s]!;
    // A span with one object may be longer than 4 GB.
    const slot =
      count === 1 ? 0 : (((low - this.#baseLow[s]!) >>> 0) / this.#elementBytes[s]!) >>> 0;
    if (slot >= count) return -1;
    const first = this.#firstObject[s]!;
    if (first >= 0) return first + slot;
    const object = this.#objectOfSlot[this.#firstSlot[s]! + slot]!;
    return object < 0 ? -2 : object;
  }

  /** Object in slot `slot` of span `s`; −1 when free. */
  objectAt(s: number, slot: number): number {
    const first = this.#firstObject[s]!;
    return first >= 0 ? first + slot : this.#objectOfSlot[this.#firstSlot[s]! + slot]!;
  }

  /** In-use span that holds `pointer`, or −1. */
  spanOf(pointer: number): number {
    return this.#spanOf(pointer % wordRange, Math.floor(pointer / wordRange));
  }

  #spanOf(low: number, high: number): number {
    if (high >= maxHigh) return -1;
    const key = ((high << (32 - keyShift)) | (low >>> keyShift)) - this.#firstKey;
    if (key < 0 || key >= this.#leafOf.length) return -1;
    const page = (low >>> pageShift) & (leafPages - 1);
    return this.#spanOfPage[(this.#leafOf[key]! << leafShift) | page]!;
  }
}

/** User space ends at 2^47: whatever is above is no address. */
const maxHigh = 1 << 15;

/** Spans in ascending order, as the table has them. */
function mapPages({ length, base, sizeBytes, elements }: SpanTable) {
  const keyOf = (address: number) => Math.floor(address / 2 ** keyShift);
  let firstKey = 0;
  let lastKey = -1;
  for (let s = 0; s < length; s++) {
    if (elements[s] === 0) continue;
    if (lastKey < 0) firstKey = keyOf(base[s]!);
    lastKey = Math.max(lastKey, keyOf(base[s]! + sizeBytes[s]! - 1));
  }
  const leafOf = new Int32Array(Math.max(0, lastKey - firstKey + 1));
  let leaves = 1;
  for (let s = 0; s < length; s++) {
    if (elements[s] === 0) continue;
    const last = keyOf(base[s]! + sizeBytes[s]! - 1) - firstKey;
    for (let key = keyOf(base[s]!) - firstKey; key <= last; key++) {
      if (leafOf[key] === 0) leafOf[key] = leaves++;
    }
  }
  const spanOfPage = new Int32Array(leaves * leafPages).fill(-1);
  for (let s = 0; s < length; s++) {
    if (elements[s] === 0) continue;
    // In pages from the first key on.
    const first = base[s]! / 2 ** pageShift - firstKey * leafPages;
    const end = first + sizeBytes[s]! / 2 ** pageShift;
    for (let page = first; page < end;) {
      const key = Math.floor(page / leafPages);
      const next = Math.min(end, (key + 1) * leafPages);
      const at = leafOf[key]! * leafPages + (page % leafPages);
      // Most spans are of one page, for which a call takes longer than the word.
      if (next - page === 1) spanOfPage[at] = s;
      else spanOfPage.fill(s, at, at + next - page);
      page = next;
    }
  }
  return { firstKey, leafOf, spanOfPage };
}

type Bits = Uint8Array | undefined;

/** allocBits of the spans that have slots above their free index: what the last sweep left. Those below are allocated. */
function allocationBits(
  memory: Memory,
  { length, elements, freeIndex, allocBits }: SpanTable,
): Bits[] {
  const bits = new Array<Bits>(length);
  for (let s = 0; s < length; s++) {
    if (allocBits[s] === 0 || freeIndex[s]! >= elements[s]!) continue;
    bits[s] = memory.bytes(allocBits[s]!, (elements[s]! + 7) >> 3);
  }
  return bits;
}

function countAllocated({ elements, freeIndex }: SpanTable, s: number, bits: Bits): number {
  const end = elements[s]!;
  let count = Math.min(end, freeIndex[s]!);
  if (bits !== undefined) {
    for (let i = count; i < end; i++) count += (bits[i >> 3]! >> (i & 7)) & 1;
  }
  return count;
}
