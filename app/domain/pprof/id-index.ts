import { Damage } from './damage';
import type { GrowingU64 } from './growable';

type Entity = 'location' | 'mapping' | 'function';

/** id of the file → row. Ids are 64-bit and arbitrary; Go's are 1…n, which a plain array serves. */
export class IdIndex {
  /** Row by id for small ids, −1 where there is none. */
  readonly dense: Int32Array;
  readonly length: number;
  /** Ids are 1…n in order, so that each row is its id less one. */
  readonly isPlain: boolean;
  private readonly sparse = new Map<bigint, number>();

  constructor(
    private readonly entity: Entity,
    ids: GrowingU64,
  ) {
    this.dense = new Int32Array(ids.length * 2 + 16).fill(-1);
    this.length = ids.length;
    let inOrder = 0;
    for (let row = 0; row < ids.length; row++) {
      const lo = ids.lo(row);
      const hi = ids.hi(row);
      if (this.find(lo, hi) >= 0) {
        throw new Damage({ code: 'duplicate-id', of: entity, id: toId(lo, hi) });
      }
      if (hi === 0 && lo === row + 1) inOrder++;
      if (hi === 0 && lo < this.dense.length) this.dense[lo] = row;
      else this.sparse.set(toId(lo, hi), row);
    }
    this.isPlain = inOrder === ids.length;
  }

  /** −1 when no entry has the id. */
  find(lo: number, hi: number): number {
    if (hi === 0 && lo < this.dense.length) return this.dense[lo] ?? -1;
    return this.sparse.size === 0 ? -1 : (this.sparse.get(toId(lo, hi)) ?? -1);
  }

  /** The row, or damage. */
  resolve(lo: number, hi: number, from: 'sample' | 'line'): number {
    const row = this.find(lo, hi);
    if (row >= 0) return row;
    throw new Damage({ code: 'unknown-reference', from, to: this.entity, id: toId(lo, hi) });
  }
}

/** Refuses the reserved id 0 where the entry stands. */
export function checkId(entity: Entity, lo: number, hi: number): void {
  if (lo === 0 && hi === 0) throw new RangeError(`a ${entity} has the reserved id 0`);
}

function toId(lo: number, hi: number): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo);
}
