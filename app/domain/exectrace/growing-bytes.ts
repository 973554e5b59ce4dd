import type { TraceSource } from './trace-source';

/**
 * A trace that arrives in chunks, kept in memory for as long as the reader needs it: about one
 * generation. Hand it to a TraceReader and call `advance` after `append`.
 */
export class GrowingBytes implements TraceSource {
  size = 0;
  private bytes = new Uint8Array(1 << 16);
  /** Where `bytes` begin in the trace. */
  private base = 0;
  private released = 0;

  /** The chunk is copied. */
  append(chunk: Uint8Array): void {
    if (this.size - this.base + chunk.length > this.bytes.length) this.makeRoom(chunk.length);
    this.bytes.set(chunk, this.size - this.base);
    this.size += chunk.length;
  }

  read(offset: number, length: number): Uint8Array {
    const end = Math.min(offset + length, this.size);
    return this.bytes.subarray(offset - this.base, end - this.base);
  }

  release(offset: number): void {
    this.released = Math.max(this.released, Math.min(offset, this.size));
  }

  /** Moves what is kept to the front, of a larger array unless half of this one is free then. */
  private makeRoom(length: number): void {
    const kept = this.bytes.subarray(this.released - this.base, this.size - this.base);
    let capacity = this.bytes.length;
    while (capacity < 2 * (kept.length + length)) capacity *= 2;
    if (capacity > this.bytes.length) this.bytes = new Uint8Array(capacity);
    this.bytes.set(kept);
    this.base = this.released;
  }
}
