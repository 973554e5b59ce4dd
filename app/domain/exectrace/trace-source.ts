/**
 * A trace to read at random: the reader indexes batch headers first and comes back for the contents
 * of each batch when its turn has come, so that no generation is held in memory as bytes.
 */
export interface TraceSource {
  /** Bytes there are from the beginning; it may grow between two calls of the reader. */
  readonly size: number;
  /**
   * Up to `length` bytes from `offset`; fewer only at the end. The array need stay valid only until
   * the next call: one buffer may serve all of them.
   */
  read(offset: number, length: number): Uint8Array;
  /** Bytes before `offset` will not be asked for again. */
  release?(offset: number): void;
}

/** A trace that is in memory already. */
export function sourceOfBytes(bytes: Uint8Array): TraceSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}
