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
}

const memProfile = 1;
const maxBuckets = 1 << 22;
const maxStack = 1 << 12;

/**
 * The list `runtime.mbuckets`. Figures are the published ones, of the last completed collection;
 * before the first collection all counts together, as runtime.MemProfile does.
 */
export function readBuckets(
  memory: Memory,
  layouts: Layouts,
  mbuckets: number | undefined,
): readonly Bucket[] {
  const at = (field: string) => layouts.offset('runtime.bucket', field) ?? -1;
  const [allnext, typ, size, nstk] = [at('allnext'), at('typ'), at('size'), at('nstk')];
  if (mbuckets === undefined || allnext < 0 || typ < 0 || size < 0 || nstk < 0) return [];
  const headerBytes = layouts.size('runtime.bucket');
  const recordBytes = layouts.size('runtime.memRecord');
  const cycleBytes = layouts.size('runtime.memRecordCycle');
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
      const published = readCycles(memory, layouts, record, 1);
      active.push({ ...head, ...published });
      const cycles = cycleBytes > 0 ? Math.floor(recordBytes / cycleBytes) : 1;
      all.push({ ...head, ...readCycles(memory, layouts, record, cycles) });
    }
    address = memory.u64(address + allnext) ?? 0;
  }
  return active.some((bucket) => bucket.allocObjects > 0) ? active : all;
}

/** memRecord: the active cycle, then three future ones, of the same shape. */
function readCycles(memory: Memory, layouts: Layouts, record: number, cycles: number) {
  const bytes = layouts.size('runtime.memRecordCycle');
  const sum = (field: string) => {
    const at = layouts.offset('runtime.memRecordCycle', field);
    let total = 0;
    for (let i = 0; at !== undefined && i < cycles; i++) {
      total += memory.u64(record + i * bytes + at) ?? 0;
    }
    return total;
  };
  return {
    allocObjects: sum('allocs'),
    freeObjects: sum('frees'),
    allocBytes: sum('alloc_bytes'),
    freeBytes: sum('free_bytes'),
  };
}
