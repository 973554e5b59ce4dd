import type { Frame } from '../../contract/frame';
import type { Profile } from '../pprof/profile';
import type { HeapProfileBucket } from './model';

/** The columns of Go's heap profile, in its order. */
const sampleTypes = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
] as const;

/**
 * The heap profile as `/debug/pprof/heap` would have given it, made of the runtime's own records in a memory snapshot:
 * for a process without an endpoint, or a core. Values are scaled as `scaleHeapSample` of runtime/pprof does, and
 * leading frames of the runtime are left out as there. Addresses are not kept: each place in source is one location.
 *
 * @param periodBytes runtime.MemProfileRate; ≤ 1 means that the records are complete.
 * @param atMs wall clock of the snapshot.
 */
export function toHeapProfile(
  buckets: readonly HeapProfileBucket[],
  periodBytes: number,
  atMs: number,
): Profile {
  const tables = new Tables();
  const values = sampleTypes.map(() => new Float64Array(buckets.length));
  const stackStart = new Uint32Array(buckets.length + 1);
  const locations: number[] = [];
  const label = { size: new BigInt64Array(buckets.length) };
  buckets.forEach((bucket, sample) => {
    const { allocObjects, freeObjects, allocBytes, freeBytes, objectBytes } = bucket;
    const scaled = [
      ...scale(allocObjects, allocBytes, periodBytes),
      ...scale(allocObjects - freeObjects, allocBytes - freeBytes, periodBytes),
    ];
    values.forEach((column, index) => (column[sample] = scaled[index] ?? 0));
    for (const frame of withoutRuntime(bucket.frames)) locations.push(tables.locate(frame));
    stackStart[sample + 1] = locations.length;
    label.size[sample] = BigInt(objectBytes);
  });
  const bytes = tables.text('bytes');
  const count = buckets.length;
  const lines = tables.lines.length;
  return {
    sampleTypes,
    defaultSampleType: '',
    samples: {
      length: count,
      stackStart,
      locations: Uint32Array.from(locations),
      values: values.map((numbers) => ({ numbers })),
      labelStart: Uint32Array.from({ length: count + 1 }, (_, row) => row),
    },
    labels: {
      length: count,
      key: new Uint32Array(count).fill(bytes),
      str: new Uint32Array(count),
      num: label.size,
      numUnit: new Uint32Array(count).fill(bytes),
    },
    locations: {
      length: lines,
      address: new BigUint64Array(lines),
      mapping: new Int32Array(lines).fill(-1),
      isFolded: new Uint8Array(lines),
      lineStart: Uint32Array.from({ length: lines + 1 }, (_, row) => row),
    },
    lines: {
      length: lines,
      func: Int32Array.from(tables.lines, ([func]) => func),
      line: Float64Array.from(tables.lines, ([, line]) => line),
      column: new Float64Array(lines),
    },
    functions: {
      length: tables.functions.length,
      name: Uint32Array.from(tables.functions, ([name]) => name),
      systemName: Uint32Array.from(tables.functions, ([name]) => name),
      filename: Uint32Array.from(tables.functions, ([, file]) => file),
      startLine: new Float64Array(tables.functions.length),
    },
    mappings: [],
    strings: tables.strings,
    dropFrames: '',
    keepFrames: '',
    timeNanos: BigInt(Math.round(atMs * 1e6)),
    durationNanos: 0n,
    periodType: { type: 'space', unit: 'bytes' },
    period: BigInt(Math.max(0, Math.round(periodBytes))),
    comments: [],
    docUrl: '',
  };
}

/** `scaleHeapSample`: what was recorded stands for what was not, by the mean size of the record. */
function scale(objects: number, bytes: number, periodBytes: number): [number, number] {
  if (objects === 0 || bytes === 0) return [0, 0];
  if (periodBytes <= 1) return [objects, bytes];
  const factor = 1 / (1 - Math.exp(-(bytes / objects) / periodBytes));
  return [Math.trunc(objects * factor), Math.trunc(bytes * factor)];
}

/** As `writeHeapProto` and `allFrames` of runtime/pprof: who allocates is the program, unless there is nobody else. */
function withoutRuntime(frames: readonly Frame[]): readonly Frame[] {
  const first = frames.findIndex(
    ({ function: name }) => !name.startsWith('runtime.') && !name.startsWith('internal/runtime/'),
  );
  const shown = first < 0 ? frames : frames.slice(first);
  return shown.filter(({ function: name }) => name !== 'runtime.goexit');
}

/** Strings, functions and places, each once. */
class Tables {
  readonly strings = [''];
  readonly functions: (readonly [name: number, file: number])[] = [];
  readonly lines: (readonly [func: number, line: number])[] = [];
  readonly #texts = new Map<string, number>([['', 0]]);
  readonly #functions = new Map<string, number>();
  readonly #lines = new Map<string, number>();

  text(value: string): number {
    return intern(this.#texts, value, () => this.strings.push(value) - 1);
  }

  locate({ function: name, file, line }: Frame): number {
    const func = intern(
      this.#functions,
      `${name}\0${file}`,
      () => this.functions.push([this.text(name), this.text(file)]) - 1,
    );
    return intern(this.#lines, `${func} ${line}`, () => this.lines.push([func, line]) - 1);
  }
}

function intern(known: Map<string, number>, key: string, make: () => number): number {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
