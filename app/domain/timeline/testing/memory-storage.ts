import type { TileStorage } from '../tile-store';

/** Tiles in memory. */
export class MemoryStorage implements TileStorage {
  bytes = new Uint8Array(1 << 16);
  size = 0;

  append(bytes: Uint8Array): void {
    while (this.size + bytes.length > this.bytes.length) {
      const grown = new Uint8Array(this.bytes.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes.set(bytes, this.size);
    this.size += bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    return this.bytes.subarray(offset, offset + length);
  }
}
