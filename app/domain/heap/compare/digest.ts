import type { Frame } from '../../../contract/frame';
import type { HeapSummary } from '../../../contract/heap-views';
import type { HeapViews } from '../queries';
import { explainAlive } from '../why-alive';

/** What tells whether two snapshots are of one process. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Go's build id of the executable; undefined when it was stripped off. */
  readonly buildId: string | undefined;
  /** runtime.runtimeInitTime, ns on the machine's own clock; undefined when it was not copied. */
  readonly startedNs: number | undefined;
}

export interface DigestedClass {
  readonly objects: number;
  readonly bytes: number;
  readonly retainedBytes: number;
}

export interface DigestedPath extends DigestedClass {
  readonly root: string;
  readonly pattern: string;
  readonly type: string;
  readonly example: { readonly node: number; readonly expression: string } | undefined;
}

export interface DigestedRoot extends DigestedClass {
  readonly root: string;
  readonly kind: string;
}

/** Reachable objects in order of address, as columns. */
export interface DigestedObjects {
  readonly length: number;
  readonly address: Float64Array;
  readonly sizeBytes: Float64Array;
  /** Index into `types`. */
  readonly type: Int32Array;
  readonly types: readonly string[];
  /** Index into `paths` in order of the map. */
  readonly path: Int32Array;
  /** Index into `stacks`; −1 when the profiler did not sample it. */
  readonly stack: Int32Array;
  readonly stacks: readonly (readonly Frame[])[];
}

/** All that a comparison needs of a snapshot: the graph itself can be let go. */
export interface HeapDigest {
  readonly summary: HeapSummary;
  readonly identity: ProcessIdentity;
  /** By pattern and type. */
  readonly paths: ReadonlyMap<string, DigestedPath>;
  readonly roots: ReadonlyMap<string, DigestedRoot>;
  readonly types: ReadonlyMap<string, DigestedClass>;
  readonly objects: DigestedObjects;
}

export function digestHeap(views: HeapViews): HeapDigest {
  const types = views.types
    .table()
    .map((row) => [row.type, { ...row, retainedBytes: row.retainedBytes }] as const);
  const { paths, pathOf } = digestPaths(views);
  return {
    summary: views.summary(),
    identity: identify(views),
    paths,
    roots: digestRoots(views),
    types: new Map(types),
    objects: digestObjects(views, pathOf),
  };
}

function identify({ heap: { image } }: HeapViews): ProcessIdentity {
  const started = image.addressOf('runtime.runtimeInitTime');
  return {
    pid: image.snapshot.header.pid,
    buildId: image.program.elf.goBuildId,
    startedNs: started === undefined ? undefined : image.memory.i64(started),
  };
}

/** Patterns of equal text and type are one, whichever way the debug information spelled the type. */
function digestPaths({ heap: { graph }, patterns }: HeapViews) {
  const { sums } = patterns;
  const paths = new Map<string, DigestedPath>();
  const indexOf = new Map<string, number>();
  const pathOf = new Int32Array(patterns.list.length).fill(-1);
  for (const { id, root, type } of patterns.list) {
    if (sums.objects[id] === 0) continue;
    const pattern = patterns.textOf(id);
    const key = `${pattern}\n${type}`;
    const known = paths.get(key);
    const node = sums.largest[id]!;
    const named = graph.rootOf(root);
    paths.set(key, {
      ...{ pattern, type },
      root: named ? (named.kind === 'stack' ? named.family : named.label) : 'unknown root',
      objects: (known?.objects ?? 0) + sums.objects[id]!,
      bytes: (known?.bytes ?? 0) + sums.shallowBytes[id]!,
      retainedBytes: (known?.retainedBytes ?? 0) + sums.retainedBytes[id]!,
      example: known?.example ?? exampleOf(node, () => explainAlive(graph, node)?.expression),
    });
    if (!indexOf.has(key)) indexOf.set(key, indexOf.size);
    pathOf[id] = indexOf.get(key)!;
  }
  return { paths, pathOf };
}

const exampleOf = (node: number, express: () => string | undefined) =>
  node < 0 ? undefined : { node, expression: express() ?? '' };

/** Roots of one variable in many goroutines together. */
function digestRoots(views: HeapViews): ReadonlyMap<string, DigestedRoot> {
  const { graph } = views.heap;
  const named = views.named;
  const roots = new Map<string, DigestedRoot>();
  graph.roots.forEach((root, i) => {
    const name = root.kind === 'stack' ? root.family : root.label;
    const known = roots.get(name);
    roots.set(name, {
      ...{ root: name, kind: root.kind },
      objects: (known?.objects ?? 0) + named.objects[i]!,
      bytes: (known?.bytes ?? 0) + named.bytes[i]!,
      retainedBytes: (known?.retainedBytes ?? 0) + graph.retained.bytes[graph.objectCount + i]!,
    });
  });
  return roots;
}

function digestObjects(views: HeapViews, pathOf: Int32Array): DigestedObjects {
  const { graph, samples } = views.heap;
  const { rowOf, names } = views.types;
  const stackOf = new Map<number, readonly Frame[]>();
  samples.forEach((object, frames) => stackOf.set(object, frames));
  let length = 0;
  for (let object = 0; object < graph.objectCount; object++) if (rowOf[object]! >= 0) length++;
  const address = new Float64Array(length);
  const sizeBytes = new Float64Array(length);
  const type = new Int32Array(length);
  const path = new Int32Array(length);
  const stack = new Int32Array(length).fill(-1);
  const stacks: (readonly Frame[])[] = [];
  const indexOf = new Map<readonly Frame[], number>();
  let at = 0;
  for (let object = 0; object < graph.objectCount; object++) {
    if (rowOf[object]! < 0) continue;
    address[at] = graph.objects.address[object]!;
    sizeBytes[at] = graph.sizeBytes(object);
    type[at] = rowOf[object]!;
    path[at] = pathOf[views.patterns.of[object]!] ?? -1;
    const frames = stackOf.get(object);
    if (frames) {
      if (!indexOf.has(frames)) indexOf.set(frames, stacks.push(frames) - 1);
      stack[at] = indexOf.get(frames)!;
    }
    at++;
  }
  return { length, address, sizeBytes, type, types: names, path, stack, stacks };
}
