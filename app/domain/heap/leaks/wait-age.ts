import type { Layouts } from '../layouts';
import type { RuntimeImage } from '../stack-roots/runtime-image';

const nsPerMs = 1e6;

/**
 * How long goroutines have waited, at least. A collection that sees one wait for the first time notes the end of the
 * collection *before* (g.waitsince, monotonic clock): it began to wait between the two. The runtime keeps the ends of
 * the last 256 collections (memstats.pause_end, wall clock), and of the last one by both clocks.
 */
export class WaitAges {
  readonly #image: RuntimeImage;
  /** Wall clock less monotonic clock, nanoseconds; undefined before the first collection. */
  readonly #skewNs: number | undefined;
  readonly #nowNs: number;
  /** Ends of collections, wall clock in nanoseconds, ascending. */
  readonly #ends: readonly number[];

  constructor(image: RuntimeImage, layouts: Layouts) {
    this.#image = image;
    const memstats = image.addressOf('runtime.memstats') ?? 0;
    const read = (field: string, index = 0) => {
      const offset = layouts.offset('runtime.mstats', field);
      const at = offset === undefined ? undefined : memstats + offset + 8 * index;
      return at === undefined ? 0 : (image.memory.u64(at) ?? 0);
    };
    const lastUnixNs = read('last_gc_unix');
    this.#skewNs = lastUnixNs === 0 ? undefined : lastUnixNs - read('last_gc_nanotime');
    const count = layouts.fieldSize('runtime.mstats', 'pause_end') / 8;
    this.#ends = Array.from({ length: count }, (_, i) => read('pause_end', i))
      .filter((end) => end > 0)
      .sort((a, b) => a - b);
    // A core may not say when it was written: then the last collection is the latest moment known.
    this.#nowNs = Math.max(lastUnixNs, image.snapshot.header.stoppedAtMs * nsPerMs);
  }

  /** Milliseconds; undefined when no collection has seen it wait. */
  of(g: number): number | undefined {
    const since = this.#image.record('runtime.g').read(g, 'waitsince');
    if (since === 0 || this.#skewNs === undefined) return undefined;
    const beforeNs = since + this.#skewNs;
    const next = this.#ends.findIndex((end) => end >= beforeNs);
    // The collection before began to end at `since`; older ones than are kept have all ended before the first kept.
    const isKept = next > 0 || (this.#ends[0] ?? 0) - beforeNs < sameCollectionNs;
    const seenNs = this.#ends[isKept ? next + 1 : 0];
    return next < 0 || seenNs === undefined ? undefined : (this.#nowNs - seenNs) / nsPerMs;
  }
}

/** The world stands still between the two notes of one collection's end. */
const sameCollectionNs = 100 * nsPerMs;
