import type { GoType } from '../../../gosym';
import { fieldOf, type ValueMemory } from '../source';
import { resolveSlot, type MapEntry } from './slot';

/** runtime/map.go up to Go 1.23: entries of a bucket. */
const bucketSlots = 8;
/** tophash of a used slot is at least this; 2, 3 and 4 say that the bucket was moved. */
const minTopHash = 5;
/** hmap.flags: it grows into as many buckets as before. */
const sameSizeGrow = 8;
/** 2^32 buckets need more memory than an address space has. */
const maxBucketBits = 32;

export const hashCount = (values: ValueMemory, type: GoType, address: number) =>
  values.u64(address + (fieldOf(type.representation, 'count')?.offset ?? 0));

/** Entries of an hmap; while it grows, those of old buckets that were not moved yet too. */
export function* hashEntries(
  values: ValueMemory,
  type: GoType,
  address: number,
): Generator<MapEntry> {
  const hmap = type.representation;
  const at = (name: string) => address + (fieldOf(hmap, name)?.offset ?? 0);
  const bucket = fieldOf(hmap, 'buckets')?.type.elem;
  const bits = values.memory.u8(at('B'));
  const flags = values.memory.u8(at('flags'));
  if (!bucket || bits === undefined || flags === undefined || bits > maxBucketBits) return;
  const reader = new BucketReader(values, type, bucket);
  const buckets = values.u64(at('buckets')) ?? 0;
  const old = values.u64(at('oldbuckets')) ?? 0;
  if (old !== 0) {
    const oldBits = (flags & sameSizeGrow) !== 0 ? bits : bits - 1;
    yield* reader.chains(old, 2 ** Math.max(0, oldBits), true);
  }
  if (buckets !== 0) yield* reader.chains(buckets, 2 ** bits, false);
}

class BucketReader {
  readonly #values: ValueMemory;
  readonly #type: GoType;
  readonly #bucket: GoType;
  readonly #seen = new Set<number>();

  constructor(values: ValueMemory, type: GoType, bucket: GoType) {
    this.#values = values;
    this.#type = type;
    this.#bucket = bucket;
  }

  /** @param skipMoved old buckets whose entries are in the new ones by now. */
  *chains(first: number, count: number, skipMoved: boolean): Generator<MapEntry> {
    const overflowAt = fieldOf(this.#bucket, 'overflow')?.offset;
    for (let i = 0; i < count; i++) {
      let bucket = first + i * this.#bucket.sizeBytes;
      // What is not in the snapshot ends it: a damaged count must not loop.
      const top = this.#values.memory.u8(bucket);
      if (top === undefined) return;
      if (skipMoved && top > 1 && top < minTopHash) continue;
      while (bucket !== 0 && !this.#seen.has(bucket)) {
        this.#seen.add(bucket);
        yield* this.#entries(bucket);
        bucket = overflowAt === undefined ? 0 : (this.#values.u64(bucket + overflowAt) ?? 0);
      }
    }
  }

  *#entries(bucket: number): Generator<MapEntry> {
    const keys = fieldOf(this.#bucket, 'keys');
    const elems = fieldOf(this.#bucket, 'values') ?? fieldOf(this.#bucket, 'elems');
    const slotKey = keys?.type.elem;
    const slotElem = elems?.type.elem;
    if (!keys || !elems || !slotKey || !slotElem) return;
    for (let slot = 0; slot < bucketSlots; slot++) {
      const top = this.#values.memory.u8(bucket + slot);
      if (top === undefined || top < minTopHash) continue;
      const keyAt = bucket + keys.offset + slot * slotKey.sizeBytes;
      const elemAt = bucket + elems.offset + slot * slotElem.sizeBytes;
      const key = resolveSlot(this.#values, this.#type.key, slotKey, keyAt);
      const elem = resolveSlot(this.#values, this.#type.elem, slotElem, elemAt);
      if (!key || !elem) continue;
      yield {
        ...{ key: key.type, keyAddress: key.address },
        ...{ elem: elem.type, elemAddress: elem.address },
      };
    }
  }
}
