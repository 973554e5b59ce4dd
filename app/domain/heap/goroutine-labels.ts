import type { RuntimeImage } from './stack-roots/runtime-image';

type Labels = readonly (readonly [key: string, value: string])[];

/** A goroutine has a handful; more is torn memory. */
const maxLabels = 1 << 12;
const stringBytes = 16;
const bucketSlots = 8;

/**
 * Labels that runtime/pprof has set, sorted by key: a map[string]string up to Go 1.23, then a sorted list. Empty also
 * when their text was not copied.
 */
export function readGoroutineLabels(image: RuntimeImage, g: number): Labels {
  const labels = image.record('runtime.g').read(g, 'labels');
  if (labels === 0) return [];
  const type = image.program.dwarf?.typeByName('runtime/pprof.labelMap');
  if (type === undefined) return [];
  const found = type.kind === 'map' ? readMap(image, labels) : readList(image, labels);
  return found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function readList({ memory }: RuntimeImage, labels: number): [string, string][] {
  const first = memory.u64(labels) ?? 0;
  const count = Math.min(memory.u64(labels + 8) ?? 0, maxLabels);
  const found: [string, string][] = [];
  for (let i = 0; i < count; i++) {
    const at = first + i * 2 * stringBytes;
    push(found, memory.goString(at), memory.goString(at + stringBytes));
  }
  return found;
}

/** A `hmap` that does not grow: its buckets hold 8 hashes, 8 keys, 8 values and the next bucket. */
function readMap(image: RuntimeImage, labels: number): [string, string][] {
  const { memory } = image;
  const hmap = image.record('runtime.hmap');
  const map = memory.u64(labels) ?? 0;
  const found: [string, string][] = [];
  if (map === 0 || hmap.read(map, 'oldbuckets') !== 0) return found;
  const bucketBytes = bucketSlots + 2 * bucketSlots * stringBytes + 8;
  const buckets = Math.min(2 ** hmap.read(map, 'B'), maxLabels);
  for (let i = 0; i < buckets; i++) {
    let bucket = hmap.read(map, 'buckets') + i * bucketBytes;
    for (let n = 0; bucket !== 0 && n < maxLabels; n++) {
      for (let slot = 0; slot < bucketSlots; slot++) {
        // Below 5 (minTopHash) a slot is empty or has moved away.
        if ((memory.u8(bucket + slot) ?? 0) < 5) continue;
        const key = bucket + bucketSlots + slot * stringBytes;
        push(found, memory.goString(key), memory.goString(key + bucketSlots * stringBytes));
      }
      bucket = memory.u64(bucket + bucketBytes - 8) ?? 0;
    }
  }
  return found;
}

function push(found: [string, string][], key: string | undefined, value: string | undefined): void {
  if (key !== undefined && value !== undefined) found.push([key, value]);
}
