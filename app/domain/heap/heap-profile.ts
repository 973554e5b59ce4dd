import type { Profile } from '../pprof/profile';
import type { GoroutineStack, HeapProfileBucket } from './model';
import { ProfileBuilder } from './profile-builder';

/** The columns of Go's heap profile, in its order. */
const sampleTypes = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
] as const;

/**
 * The heap profile as `/debug/pprof/heap` would have given it, made of the runtime's own records in a memory snapshot:
 * for a process without an endpoint, or a core. The same samples in the same order, with the same stacks, labels and
 * values, scaled as `scaleHeapSample` of runtime/pprof does; only the mappings are missing.
 *
 * @param periodBytes runtime.MemProfileRate; ≤ 1 means that the records are complete.
 * @param atMs wall clock of the snapshot.
 */
export function toHeapProfile(
  buckets: readonly HeapProfileBucket[],
  periodBytes: number,
  atMs: number,
): Profile {
  const builder = new ProfileBuilder();
  for (const bucket of buckets) {
    const { allocObjects, freeObjects, allocBytes, freeBytes, objectBytes } = bucket;
    const values = [
      ...scale(allocObjects, allocBytes, periodBytes),
      ...scale(allocObjects - freeObjects, allocBytes - freeBytes, periodBytes),
    ];
    const isLabelled = !bucket.countsBytes || allocObjects > 0;
    const size = { key: 'bytes', text: '', number: BigInt(objectBytes) };
    builder.add(bucket.locations, values, isLabelled ? [size] : []);
  }
  const periodType = { type: 'space', unit: 'bytes' };
  return builder.finish({ sampleTypes, periodType, period: periodBytes, atMs });
}

/**
 * The goroutine profile as `/debug/pprof/goroutine` would have given it.
 * @param onlyStuck count only the goroutines that can never run again: what Go 1.27 calls `goroutineleak`.
 */
export function toGoroutineProfile(
  stacks: readonly GoroutineStack[],
  atMs: number,
  onlyStuck = false,
): Profile {
  const builder = new ProfileBuilder();
  for (const { locations, labels, count, stuck } of stacks) {
    const value = onlyStuck ? stuck : count;
    if (value === 0) continue;
    builder.add(
      locations,
      [value],
      labels.map(([key, text]) => ({ key, text, number: 0n })),
    );
  }
  const type = { type: onlyStuck ? 'goroutineleak' : 'goroutine', unit: 'count' };
  return builder.finish({ sampleTypes: [type], periodType: type, period: 1, atMs });
}

/** `scaleHeapSample`: what was recorded stands for what was not, by the mean size of the record. */
function scale(objects: number, bytes: number, periodBytes: number): [number, number] {
  if (objects === 0 || bytes === 0) return [0, 0];
  if (periodBytes <= 1) return [objects, bytes];
  const factor = 1 / (1 - Math.exp(-(bytes / objects) / periodBytes));
  return [Math.trunc(objects * factor), Math.trunc(bytes * factor)];
}
