import type { Layouts } from '../layouts';
import type { RuntimeImage } from '../stack-roots/runtime-image';

const nsPerMs = 1e6;

/**
 * How long goroutines have waited, milliseconds. The collector notes when it first sees one wait, by the monotonic
 * clock; its own last run, known by both clocks, tells what that clock shows at the snapshot.
 */
export class WaitAges {
  readonly #image: RuntimeImage;
  readonly #nowNs: number | undefined;

  constructor(image: RuntimeImage, layouts: Layouts) {
    this.#image = image;
    this.#nowNs = readNow(image, layouts);
  }

  /** At least so long; undefined when no collection has seen it wait. */
  of(g: number): number | undefined {
    const since = this.#image.record('runtime.g').read(g, 'waitsince');
    if (since === 0 || this.#nowNs === undefined || since > this.#nowNs) return undefined;
    return (this.#nowNs - since) / nsPerMs;
  }
}

function readNow({ memory, addressOf, snapshot }: RuntimeImage, layouts: Layouts) {
  const memstats = addressOf('runtime.memstats');
  const read = (field: string) => {
    const offset = layouts.offset('runtime.mstats', field);
    return memstats === undefined || offset === undefined
      ? 0
      : (memory.u64(memstats + offset) ?? 0);
  };
  const lastNs = read('last_gc_nanotime');
  const lastUnixNs = read('last_gc_unix');
  if (lastNs === 0 || lastUnixNs === 0) return undefined;
  // A core does not say when it was written: then the last collection is the latest moment known.
  return lastNs + Math.max(0, snapshot.header.stoppedAtMs * nsPerMs - lastUnixNs);
}
