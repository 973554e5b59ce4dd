import { ByteReader } from './byte-reader';
import { fail } from './damage';
import { eventType } from './event-type';
import { headerSize } from './trace-header';
import type { TraceSource } from './trace-source';

/** No thread (M), no P: 2^64 − 1 on the wire, which a double rounds up. */
export const noneOnWire = 18446744073709551616;

/** The writer's limit, and so the largest batch there is. */
const maxBatchSize = 65536;

/** Longest header: type, experiment and four numbers of ten bytes; and the first byte of the data. */
const headerWindow = 43;

/** Header of a batch; its bytes stay in the file. */
export interface Batch {
  /** Where the batch begins in the file. */
  readonly at: number;
  /** The single byte that ends a generation (format 1.26 and newer), or a batch that begins with it. */
  readonly endsGeneration: boolean;
  /** Not 0: a batch of an experiment, to be skipped unless asked for. */
  readonly experiment: number;
  readonly generation: number;
  /** Thread id; −1: none. */
  readonly thread: number;
  /** Base time in ticks. */
  readonly time: number;
  readonly offset: number;
  readonly size: number;
  /** First byte of the data: it tells structural batches; 0 when empty. */
  readonly kind: number;
}

/** Steps from batch header to batch header. */
export class BatchIndex {
  /** A double even while it is small: a field would change its kind in the middle, and with it all code about it. */
  private readonly at = Float64Array.of(headerSize);

  constructor(private readonly source: TraceSource) {}

  /** Where the next batch begins in the file. */
  get position(): number {
    return this.at[0]!;
  }

  /**
   * Undefined at the end of the file; `starved` when the batch is not all there and the source may
   * yet grow (`isWhole` is false). Throws Damage when there is something else than a batch.
   */
  next(isWhole: boolean): Batch | 'starved' | undefined {
    const at = this.position;
    const { size } = this.source;
    if (at >= size) return isWhole ? undefined : 'starved';
    // A header that ends early cannot be told from a bad one before more of it is there.
    if (!isWhole && !this.hasHeader(at, size)) return 'starved';
    return this.read(at, size, isWhole);
  }

  private hasHeader(at: number, size: number): boolean {
    if (size - at >= headerWindow) return true;
    const bytes = this.source.read(at, size - at);
    if (bytes[0] === eventType.endOfGeneration) return true;
    let numbers = 0;
    for (let i = bytes[0] === eventType.experimentalBatch ? 2 : 1; i < bytes.length; i++) {
      if (bytes[i]! < 0x80 && ++numbers === 4) return true;
    }
    return false;
  }

  private read(at: number, fileSize: number, isWhole: boolean): Batch | 'starved' {
    const reader = new ByteReader(this.source.read(at, headerWindow), at);
    const type = reader.byte();
    if (type === eventType.endOfGeneration) {
      this.at[0] = at + 1;
      return { ...noBatch, at };
    }
    if (type !== eventType.eventBatch && type !== eventType.experimentalBatch) {
      fail(`a batch was expected, but there is an event of type ${type}`, at);
    }
    const experiment = type === eventType.experimentalBatch ? reader.byte() : 0;
    const generation = reader.uvarint();
    const wireThread = reader.uvarint();
    const time = reader.uvarint();
    const size = reader.uvarint();
    if (size > maxBatchSize) fail(`a batch claims ${size} bytes, ${maxBatchSize} are allowed`, at);
    const offset = reader.at;
    if (offset + size > fileSize) {
      if (!isWhole) return 'starved';
      fail('the last batch is cut off', at);
    }
    const kind = size > 0 ? reader.byte() : 0;
    this.at[0] = offset + size;
    const thread = wireThread === noneOnWire ? -1 : wireThread;
    const endsGeneration = experiment === 0 && kind === eventType.endOfGeneration;
    return { at, endsGeneration, experiment, generation, thread, time, offset, size, kind };
  }
}

const noBatch: Batch = {
  at: 0,
  endsGeneration: true,
  experiment: 0,
  generation: 0,
  thread: -1,
  time: 0,
  offset: 0,
  size: 0,
  kind: eventType.endOfGeneration,
};
