import type { Frame } from '../../contract/frame';
import type { Bucket } from './buckets';
import type { HeapGraph } from './heap-graph';
import type { HeapProfileBucket, SampledStack } from './model';
import type { Specials } from './specials';
import type { SymbolTable } from '../gosym/symbol-table';

/** Source frames of a profile stack, leaf first. Its pcs are return addresses. */
export function framesOf(symbols: SymbolTable, pcs: readonly number[]): readonly Frame[] {
  return pcs.flatMap((pc) => symbols.frames(pc - 1));
}

/** Live sampled objects by allocation stack: the exact join between who allocated and who holds. */
export class Samples {
  readonly #objects: Int32Array;
  readonly #bucket: Int32Array;
  readonly #buckets: readonly Bucket[];
  readonly #frames: (readonly Frame[])[];
  readonly #graph: HeapGraph;

  constructor(
    graph: HeapGraph,
    specials: Specials,
    buckets: readonly Bucket[],
    symbols: SymbolTable,
  ) {
    const byAddress = new Map(buckets.map((bucket, i) => [bucket.address, i]));
    const live = specials.sampled.filter(({ object }) => graph.isReachable(object));
    this.#objects = Int32Array.from(live, ({ object }) => object);
    this.#bucket = Int32Array.from(live, ({ bucket }) => byAddress.get(bucket) ?? -1);
    this.#buckets = buckets;
    this.#frames = buckets.map(({ pcs }) => framesOf(symbols, pcs));
    this.#graph = graph;
  }

  /** @param marked nodes to count; all when undefined. */
  byStack(marked?: Uint8Array): readonly SampledStack[] {
    const rows = new Map<number, { objects: number; bytes: number }>();
    this.#objects.forEach((object, i) => {
      const bucket = this.#bucket[i]!;
      if (bucket < 0 || (marked && marked[object] !== 1)) return;
      const row = rows.get(bucket) ?? { objects: 0, bytes: 0 };
      row.objects++;
      row.bytes += this.#graph.objects.sizeBytes(object);
      rows.set(bucket, row);
    });
    return [...rows]
      .map(([bucket, row]) => ({ frames: this.#frames[bucket]!, ...row }))
      .sort((a, b) => b.bytes - a.bytes);
  }

  /** Allocation stack of one object; undefined when the profiler did not sample it. */
  stackOf(object: number): readonly Frame[] | undefined {
    const i = this.#objects.indexOf(object);
    const bucket = i < 0 ? -1 : this.#bucket[i]!;
    return bucket < 0 ? undefined : this.#frames[bucket];
  }

  /** Every sampled reachable object with its allocation stack; objects of one stack get the same array. */
  forEach(visit: (object: number, frames: readonly Frame[]) => void): void {
    this.#objects.forEach((object, i) => {
      const frames = this.#frames[this.#bucket[i]!];
      if (frames) visit(object, frames);
    });
  }

  /** The heap profile as the runtime keeps it. */
  profile(): readonly HeapProfileBucket[] {
    return this.#buckets.map((bucket, i) => ({
      frames: this.#frames[i]!,
      objectBytes: bucket.objectBytes,
      allocObjects: bucket.allocObjects,
      freeObjects: bucket.freeObjects,
      allocBytes: bucket.allocBytes,
      freeBytes: bucket.freeBytes,
    }));
  }
}
