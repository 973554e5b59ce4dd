import type { GoType } from '../../../gosym';
import type { ValueMemory } from '../source';
import { hashEntries, hashCount } from './hash-map';
import type { MapEntry } from './slot';
import { swissCount, swissEntries } from './swiss-map';

/** Entries of the map at `address`, in the order they lie in memory. Ends for every memory: a slot is visited once. */
export function mapEntries(values: ValueMemory, type: GoType, address: number): Iterable<MapEntry> {
  return isSwiss(type) ? swissEntries(values, type, address) : hashEntries(values, type, address);
}

/** What the map itself says it holds; undefined when it was not copied. */
export function mapCount(values: ValueMemory, type: GoType, address: number): number | undefined {
  return isSwiss(type) ? swissCount(values, type, address) : hashCount(values, type, address);
}

/** Go ≥ 1.24 unless built otherwise. */
const isSwiss = (type: GoType) =>
  type.representation?.fields.some(({ name }) => name === 'dirPtr') === true;
