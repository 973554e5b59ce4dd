import type { HeapRoot } from '../../../contract/heap-views';
import type { HeapGraph } from '../heap-graph';
import type { HeapPage } from '../model';

export interface RootQuery extends HeapPage {
  readonly kind?: HeapRoot['kind'] | undefined;
  /** Part of the label, in any case. */
  readonly filter: string;
  /** `named`: the program's own before the runtime's. */
  readonly sort: 'named' | 'retained' | 'label';
}

/** What each root names: the objects whose shortest way begins there. */
export interface NamedByRoot {
  readonly bytes: Float64Array;
  readonly objects: Uint32Array;
}

/** By index into `graph.roots`. */
export function sumByRoot(graph: HeapGraph): NamedByRoot {
  const { parent } = graph.reach;
  const bytes = new Float64Array(graph.roots.length);
  const objects = new Uint32Array(graph.roots.length);
  const rootOf = new Int32Array(graph.objectCount).fill(-1);
  const way: number[] = [];
  for (let object = 0; object < graph.objectCount; object++) {
    if (!graph.isReachable(object)) continue;
    let at = object;
    while (at < graph.objectCount && rootOf[at]! < 0) {
      way.push(at);
      at = parent[at]!;
      if (at < 0) break;
    }
    const root = at < 0 ? -1 : at < graph.objectCount ? rootOf[at]! : at - graph.objectCount;
    for (const passed of way) rootOf[passed] = root;
    way.length = 0;
    if (root < 0 || root >= graph.roots.length) continue;
    bytes[root]! += graph.objects.sizeBytes(object);
    objects[root]!++;
  }
  return { bytes, objects };
}

/** Roots that hold anything, as asked. @param goidOf goroutine id by the root's goroutine index. */
export function rootsTable(
  graph: HeapGraph,
  named: NamedByRoot,
  goidOf: (goroutine: number) => number | undefined,
  { kind, filter, sort, offset, limit }: RootQuery,
): { readonly total: number; readonly rows: readonly HeapRoot[] } {
  const wanted = filter.toLowerCase();
  const found: number[] = [];
  graph.roots.forEach((root, i) => {
    if (root.edges.length === 0 || (kind !== undefined && root.kind !== kind)) return;
    if (wanted === '' || root.label.toLowerCase().includes(wanted)) found.push(i);
  });
  const { bytes } = graph.retained;
  const retained = (i: number) => bytes[graph.objectCount + i]!;
  const label = (i: number) => graph.roots[i]!.label;
  found.sort((a, b) => {
    if (sort === 'label') return label(a) < label(b) ? -1 : label(a) > label(b) ? 1 : a - b;
    if (sort === 'retained') return retained(b) - retained(a) || a - b;
    const ofRuntime = Number(graph.roots[a]!.internal) - Number(graph.roots[b]!.internal);
    const byNamed = named.bytes[b]! - named.bytes[a]!;
    return ofRuntime || byNamed || retained(b) - retained(a) || a - b;
  });
  const rows = found.slice(offset, offset + limit).map((i): HeapRoot => {
    const root = graph.roots[i]!;
    const node = graph.objectCount + i;
    const goid = root.goroutine < 0 ? undefined : goidOf(root.goroutine);
    return {
      ...{ node, label: root.label, kind: root.kind, internal: root.internal },
      type: root.type?.name ?? 'unknown',
      retainedBytes: bytes[node]!,
      retainedObjects: graph.retained.objects[node]!,
      namedBytes: named.bytes[i]!,
      namedObjects: named.objects[i]!,
      ...(goid !== undefined && { goid }),
    };
  });
  return { total: found.length, rows };
}
