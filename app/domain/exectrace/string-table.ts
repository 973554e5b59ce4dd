import type { ByteReader } from './byte-reader';
import { fail } from './damage';
import { eventType } from './event-type';
import { decodeGoString } from './go-string';
import { withRoomFor } from './growable';

/** Ids are dense from 1 in every trace a runtime writes; this bounds what a damaged one may cost. */
export const maxTableId = 1 << 22;
const maxStringSize = 1024;

/** The columns of a string table. */
export interface StringTableCopy {
  readonly present: Uint8Array<ArrayBuffer>;
  readonly offset: Int32Array<ArrayBuffer>;
  readonly size: Int32Array<ArrayBuffer>;
  readonly pool: Uint8Array<ArrayBuffer>;
}

/** Strings of one generation by id. Bytes are kept, text is made when asked for. */
export class StringTable {
  /** By id: 1 when the string exists. Id 0 is the empty string. */
  present = new Uint8Array(1024);
  private offset = new Int32Array(1024);
  private size = new Int32Array(1024);
  private pool = new Uint8Array(1 << 16);
  private poolSize = 0;
  private decoded = new Map<number, string>();

  clear(): void {
    this.present.fill(0);
    this.present[0] = 1;
    this.poolSize = 0;
    this.decoded = new Map([[0, '']]);
  }

  static of({ present, offset, size, pool }: StringTableCopy): StringTable {
    const table = new StringTable();
    table.clear();
    table.present = present;
    table.offset = offset;
    table.size = size;
    table.pool = pool;
    table.poolSize = pool.length;
    return table;
  }

  copy(): StringTableCopy {
    const { present, offset, size, pool, poolSize } = this;
    const count = present.lastIndexOf(1) + 1;
    return {
      present: present.slice(0, count),
      offset: offset.slice(0, count),
      size: size.slice(0, count),
      pool: pool.slice(0, poolSize),
    };
  }

  /** The rest of a Strings batch. */
  readBatch(reader: ByteReader): void {
    while (!reader.atEnd) {
      const at = reader.at;
      if (reader.byte() !== eventType.string) fail('a string was expected', at);
      const id = reader.uvarint();
      const size = reader.uvarint();
      if (size > maxStringSize) fail(`a string claims ${size} bytes`, at);
      const bytes = reader.take(size);
      if (id >= maxTableId) fail(`string id ${id} is out of range`, at);
      if (id === 0 || this.present[id] === 1) fail(`string ${id} is defined twice`, at);
      this.present = withRoomFor(this.present, id);
      this.offset = withRoomFor(this.offset, id);
      this.size = withRoomFor(this.size, id);
      this.pool = withRoomFor(this.pool, this.poolSize + size);
      this.pool.set(bytes, this.poolSize);
      this.present[id] = 1;
      this.offset[id] = this.poolSize;
      this.size[id] = size;
      this.poolSize += size;
    }
  }

  has(id: number): boolean {
    return this.present[id] === 1;
  }

  /** Empty for an id that does not exist; ids of emitted events were checked. */
  get(id: number): string {
    const known = this.decoded.get(id);
    if (known !== undefined) return known;
    if (!this.has(id)) return '';
    const start = this.offset[id]!;
    const text = decodeGoString(this.pool.subarray(start, start + this.size[id]!));
    this.decoded.set(id, text);
    return text;
  }
}
