import type { Memory } from './memory';
import type { SpanTable } from './spans';

const pageShift = 13;
/** Pages per leaf of the page table: 64 MB, the runtime's arena on 64-bit. */
const leafPages = 8192;
const leafBytes = leafPages * 2 ** pageShift;

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
  readonly #leaves = new Map<number, Int32Array>();
  /** First slot of each span in `#objectOfSlot`. */
  readonly #firstSlot: Float64Array;
  /** Object of a slot; −1 when it is free. */
  readonly #objectOfSlot: Int32Array;
  #lastKey = -1;
  #lastLeaf: Int32Array | undefined;

  constructor(memory: Memory, spans: SpanTable) {
    this.spans = spans;
    this.#firstSlot = new Float64Array(spans.length);
    let slots = 0;
    for (let s = 0; s < spans.length; s++) {
      this.#firstSlot[s] = slots;
      slots += spans.elements[s]!;
      this.#mapPages(s);
    }
    this.#objectOfSlot = new Int32Array(slots).fill(-1);
    let length = 0;
    for (let s = 0; s < spans.length; s++) length = this.#number(memory, s, length);
    this.length = length;
    this.address = new Float64Array(length);
    this.span = new Int32Array(length);
    let total = 0;
    for (let s = 0; s < spans.length; s++) {
      const size = spans.elementBytes[s]!;
      const first = this.#firstSlot[s]!;
      for (let i = 0; i < spans.elements[s]!; i++) {
        const object = this.#objectOfSlot[first + i]!;
        if (object < 0) continue;
        this.address[object] = spans.base[s]! + i * size;
        this.span[object] = s;
        total += size;
      }
    }
    this.totalBytes = total;
  }

  sizeBytes(object: number): number {
    return this.spans.elementBytes[this.span[object]!]!;
  }

  /** Object that holds `pointer`, which may point anywhere inside; −1 when none, −2 when its slot is free. */
  find(pointer: number): number {
    const s = this.spanOf(pointer);
    if (s < 0) return -1;
    const slot = Math.floor((pointer - this.spans.base[s]!) / this.spans.elementBytes[s]!);
    if (slot >= this.spans.elements[s]!) return -1;
    const object = this.#objectOfSlot[this.#firstSlot[s]! + slot]!;
    return object < 0 ? -2 : object;
  }

  /** Object in slot `slot` of span `s`; −1 when free. */
  objectAt(s: number, slot: number): number {
    return this.#objectOfSlot[this.#firstSlot[s]! + slot]!;
  }

  /** In-use span that holds `pointer`, or −1. */
  spanOf(pointer: number): number {
    const key = Math.floor(pointer / leafBytes);
    if (key !== this.#lastKey) {
      this.#lastKey = key;
      this.#lastLeaf = this.#leaves.get(key);
    }
    const leaf = this.#lastLeaf;
    if (leaf === undefined) return -1;
    return leaf[Math.floor((pointer - key * leafBytes) / 2 ** pageShift)]!;
  }

  #mapPages(s: number): void {
    const { base, sizeBytes, elements } = this.spans;
    if (elements[s] === 0) return;
    const end = base[s]! + sizeBytes[s]!;
    for (let page = base[s]!; page < end; page += 2 ** pageShift) {
      const key = Math.floor(page / leafBytes);
      let leaf = this.#leaves.get(key);
      if (!leaf) this.#leaves.set(key, (leaf = new Int32Array(leafPages).fill(-1)));
      leaf[Math.floor((page - key * leafBytes) / 2 ** pageShift)] = s;
    }
  }

  /** Allocated: below the free index, or marked in allocBits, which the last sweep left. */
  #number(memory: Memory, s: number, next: number): number {
    const { elements, freeIndex, allocBits } = this.spans;
    const count = elements[s]!;
    const bits = allocBits[s] ? memory.bytes(allocBits[s], (count + 7) >> 3) : undefined;
    const first = this.#firstSlot[s]!;
    for (let i = 0; i < count; i++) {
      const marked = bits !== undefined && ((bits[i >> 3]! >> (i & 7)) & 1) === 1;
      if (i < freeIndex[s]! || marked) this.#objectOfSlot[first + i] = next++;
    }
    return next;
  }
}
