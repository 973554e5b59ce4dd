import type { Frame } from '../../contract/frame';
import type { Bucket } from './buckets';
import { isStandard } from './goroutines';
import type { HeapGraph } from './heap-graph';
import type { HeapProfileBucket, SampledStack } from './model';
import type { Specials } from './specials';
import type { ProfileLocation, ProfileStacks } from './profile-stacks';

/** Live sampled objects by allocation stack: the exact join between who allocated and who holds. */
export class Samples {
  readonly #objects: Int32Array;
  readonly #bucket: Int32Array;
  readonly #buckets: readonly Bucket[];
  readonly #frames: readonly (readonly Frame[])[];
  readonly #locations: readonly (readonly ProfileLocation[])[];
  readonly #graph: HeapGraph;

  constructor(
    graph: HeapGraph,
    specials: Specials,
    buckets: readonly Bucket[],
    stacks: ProfileStacks,
  ) {
    const byAddress = new Map(buckets.map((bucket, i) => [bucket.address, i]));
    const live = specials.sampled.filter(({ object }) => graph.isReachable(object));
    this.#objects = Int32Array.from(live, ({ object }) => object);
    this.#bucket = Int32Array.from(live, ({ bucket }) => byAddress.get(bucket) ?? -1);
    this.#buckets = buckets;
    this.#frames = buckets.map(({ pcs }) => framesOf(stacks.locate(pcs)));
    this.#locations = buckets.map(({ pcs }) => stacks.locateProgram(pcs));
    this.#graph = graph;
    this.#nameUntyped();
  }

  /** The line that allocated it says most of what an object without a type is. */
  #nameUntyped(): void {
    const functions = this.#frames.map((frames) => {
      const own = frames.find((frame) => !isStandard(frame, frames)) ?? frames[0];
      return own?.function;
    });
    this.#objects.forEach((object, i) => {
      const function_ = functions[this.#bucket[i]!];
      if (function_ !== undefined) this.#graph.types.nameByAllocation(object, function_);
    });
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
      locations: this.#locations[i]!,
      objectBytes: bucket.objectBytes,
      allocObjects: bucket.allocObjects,
      freeObjects: bucket.freeObjects,
      allocBytes: bucket.allocBytes,
      freeBytes: bucket.freeBytes,
      countsBytes: bucket.countsBytes,
    }));
  }
}

const framesOf = (locations: readonly ProfileLocation[]): readonly Frame[] =>
  locations.flatMap(({ lines }) =>
    lines.map(({ function: name, file, line }) => ({ function: name, file, line })),
  );
