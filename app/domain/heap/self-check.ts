import type { SelfCheck } from './model';
import type { ObjectIndex } from './objects';
import type { RuntimeImage } from './stack-roots/runtime-image';

/** A graph further from the runtime's own count than this is not believed. */
export const trustedError = 0.01;

/** Compares the objects found with HeapAlloc, computed from the runtime's counters as runtime.ReadMemStats does. */
export function checkAgainstRuntime(image: RuntimeImage, objects: ObjectIndex): SelfCheck {
  const runtimeBytes = readHeapAlloc(image, objects);
  const allocatedBytes = objects.totalBytes;
  const relativeError =
    runtimeBytes === undefined || runtimeBytes <= 0
      ? undefined
      : Math.abs(allocatedBytes - runtimeBytes) / runtimeBytes;
  return { allocatedBytes, runtimeBytes, relativeError };
}

/** `memstats.heapStats` is three deltas to be added up, each of which may be negative; spans in an mcache are not yet counted there. */
function readHeapAlloc(image: RuntimeImage, objects: ObjectIndex): number | undefined {
  const { memory } = image;
  const memstats = image.addressOf('runtime.memstats');
  const heapStats = image.record('runtime.mstats').offset('heapStats');
  const stats = image.record('runtime.consistentHeapStats').offset('stats');
  const delta = image.record('runtime.heapStatsDelta');
  const sizes = readSizeClasses(image);
  if (memstats === undefined || heapStats < 0 || stats < 0 || sizes === undefined) return undefined;
  let bytes = 0;
  for (let i = 0; i < 3; i++) {
    const at = memstats + heapStats + stats + i * delta.sizeBytes;
    for (const [field, sign] of [
      ['Alloc', 1],
      ['Free', -1],
    ] as const) {
      const large = memory.i64(at + delta.offset(`large${field}`));
      if (large === undefined) return undefined;
      bytes += sign * large;
      const counts = at + delta.offset(`small${field}Count`);
      for (const [sizeClass, size] of sizes.entries()) {
        const count = memory.i64(counts + 8 * sizeClass);
        if (count === undefined) return undefined;
        bytes += sign * count * size;
      }
    }
  }
  const { spans } = objects;
  for (let s = 0; s < spans.length; s++) bytes += spans.uncounted[s]! * spans.elementBytes[s]!;
  return bytes;
}

function readSizeClasses(image: RuntimeImage): readonly number[] | undefined {
  const table =
    image.addressOf('internal/runtime/gc.SizeClassToSize') ??
    image.addressOf('runtime.class_to_size');
  if (table === undefined) return undefined;
  const sizes: number[] = [];
  const count = image.record('runtime.heapStatsDelta');
  const classes = (count.offset('largeFree') - count.offset('smallAllocCount')) / 8;
  if (!(classes > 0 && classes < 256)) return undefined;
  for (let i = 0; i < classes; i++) {
    const size = image.memory.u16(table + 2 * i);
    if (size === undefined) return undefined;
    sizes.push(size);
  }
  return sizes;
}
