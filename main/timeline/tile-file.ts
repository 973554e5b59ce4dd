import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { TileStorage } from '../../app/domain/timeline';

/** Tiles in a file of their own, written and read by one thread. */
export class TileFile implements TileStorage {
  private readonly descriptor: number;
  private size = 0;
  private buffer = new Uint8Array(1 << 13);

  /** Throws what the system says when the file cannot be made. */
  constructor(private readonly path: string) {
    this.descriptor = openSync(path, 'w+', 0o600);
  }

  append(bytes: Uint8Array): void {
    let written = 0;
    while (written < bytes.length) {
      const rest = bytes.length - written;
      written += writeSync(this.descriptor, bytes, written, rest, this.size + written);
    }
    this.size += bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    if (length > this.buffer.length) this.buffer = new Uint8Array(length);
    const got = readSync(this.descriptor, this.buffer, 0, length, offset);
    return this.buffer.subarray(0, got);
  }

  dispose(): void {
    closeSync(this.descriptor);
    rmSync(this.path, { force: true });
  }
}
