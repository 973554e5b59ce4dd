import type { Layouts } from './layouts';
import type { Memory } from './memory';

/** One allocation stack of the heap profile (`runtime.bucket`). Counts are samples as taken, not scaled. */
export interface Bucket {
  readonly address: number;
  /** Return addresses, leaf first. */
  readonly pcs: readonly number[];
  readonly objectBytes: number;
  readonly allocObjects: number;
  readonly freeObjects: number;
  readonly allocBytes: number;
  readonly freeBytes: number;
  /** The release counts bytes too, and labels a sample with its size only when something was allocated. */
  readonly countsBytes: boolean;
}

const memProfile = 1;
const maxBuckets = 1 << 22;
const maxStack = 1 << 12;

/**
 * The list `runtime.mbuckets`. Figures are those that runtime.MemProfile would give at this very moment: of the last
 * completed collection, or all there is when none has completed.
 * @param cycle of the profile: `runtime.mProfCycle`, shifted.
 */
export function readBuckets(
  memory: Memory,
  layouts: Layouts,
  mbuckets: number | undefined,
  cycle: number,
): readonly Bucket[] {
  const at = (field: string) => layouts.offset('runtime.bucket', field) ?? -1;
  const [allnext, typ, size, nstk] = [at('allnext'), at('typ'), at('size'), at('nstk')];
  if (mbuckets === undefined || allnext < 0 || typ < 0 || size < 0 || nstk < 0) return [];
  const headerBytes = layouts.size('runtime.bucket');
  const reader = new CycleReader(memory, layouts);
  const active: Bucket[] = [];
  const all: Bucket[] = [];
  const seen = new Set<number>();
  let address = memory.u64(mbuckets) ?? 0;
  while (address !== 0 && !seen.has(address) && seen.size < maxBuckets) {
    seen.add(address);
    const depth = memory.u64(address + nstk);
    const kind = memory.u64(address + typ);
    const objectBytes = memory.u64(address + size);
    if (depth === undefined || depth > maxStack || objectBytes === undefined) break;
    if (kind === memProfile) {
      const pcs: number[] = [];
      for (let i = 0; i < depth; i++) pcs.push(memory.u64(address + headerBytes + 8 * i) ?? 0);
      const record = address + headerBytes + 8 * depth;
      const head = { address, pcs, objectBytes };
      // Between the end of a collection and its flush: what is about to be published counts.
      const published = [0, 1 + (cycle % reader.futures)];
      active.push({ ...head, ...reader.sum(record, published, objectBytes) });
      const every = Array.from({ length: 1 + reader.futures }, (_, i) => i);
      all.push({ ...head, ...reader.sum(record, every, objectBytes) });
    }
    address = memory.u64(address + allnext) ?? 0;
  }
  const isPublished = active.some((bucket) => bucket.allocObjects > 0 || bucket.freeObjects > 0);
  return isPublished ? active : all;
}

/** `memRecord`: the active cycle, then the future ones, of the same shape. */
class CycleReader {
  readonly futures: number;
  readonly #memory: Memory;
  readonly #cycleBytes: number;
  readonly #offsets: Readonly<Record<string, number | undefined>>;

  constructor(memory: Memory, layouts: Layouts) {
    this.#memory = memory;
    this.#cycleBytes = layouts.size('runtime.memRecordCycle');
    const records = layouts.size('runtime.memRecord') / Math.max(1, this.#cycleBytes);
    this.futures = Math.max(1, Math.floor(records) - 1);
    const fields = ['allocs', 'frees', 'alloc_bytes', 'free_bytes'];
    this.#offsets = Object.fromEntries(
      fields.map((field) => [field, layouts.offset('runtime.memRecordCycle', field)]),
    );
  }

  sum(record: number, cycles: readonly number[], objectBytes: number) {
    const total = (field: string) => {
      const at = this.#offsets[field];
      if (at === undefined) return undefined;
      return cycles.reduce(
        (sum, cycle) => sum + (this.#memory.u64(record + cycle * this.#cycleBytes + at) ?? 0),
        0,
      );
    };
    const allocObjects = total('allocs') ?? 0;
    const freeObjects = total('frees') ?? 0;
    const allocBytes = total('alloc_bytes');
    return {
      allocObjects,
      freeObjects,
      // From Go 1.27 on: all objects of a record are of one size.
      allocBytes: allocBytes ?? allocObjects * objectBytes,
      freeBytes: total('free_bytes') ?? freeObjects * objectBytes,
      countsBytes: allocBytes !== undefined,
    };
  }
}

/** Number of the profile's cycle; the lowest bit says whether it is flushed. */
export function readProfileCycle(memory: Memory, mProfCycle: number | undefined): number {
  return mProfCycle === undefined ? 0 : (memory.u32(mProfCycle) ?? 0) >>> 1;
}
