import type { HeapPathGroup, HeapWhy } from '../../../contract/heap-views';
import type { SampledStack } from '../model';
import type { Samples } from '../samples';
import { accessorOf } from '../accessors';
import type { HeapGraph } from '../heap-graph';
import { explainAlive } from '../why-alive';
import { describeNode, isNode } from './nodes';
import type { PathPatterns } from './path-patterns';

/** Referrers of one object looked at. */
const maxReferrers = 200_000;
const maxAllocations = 5;

interface Sources {
  readonly graph: HeapGraph;
  readonly patterns: PathPatterns;
  readonly samples: Samples;
}

interface Group {
  readonly pattern: string;
  readonly root: number;
  objects: number;
  shallowBytes: number;
  retainedBytes: number;
  largest: number;
  /** Of `largest`, where it is not its shortest way that counts. */
  expression: string | undefined;
}

/** All ways to one node: of an object by who refers to it; of a root, what hangs on it. */
export function waysToNode(sources: Sources, node: number, limit: number): HeapWhy | undefined {
  const { graph, samples } = sources;
  if (!isNode(graph, node) || node === graph.virtualRoot) return undefined;
  const subject = describeNode(graph, node).label;
  if (node >= graph.objectCount) return waysBelowRoot(sources, node, subject, limit);
  const alive = explainAlive(graph, node);
  const stack = samples.stackOf(node);
  const allocations = stack ? [{ frames: stack, objects: 1, bytes: graph.sizeBytes(node) }] : [];
  const { rows, more } = alive ? groupReferrers(sources, node, limit) : { rows: [], more: 0 };
  return {
    ...{ subject, objects: 1, groups: rows, moreGroups: more, unreachable: alive ? 0 : 1 },
    path: alive?.path.map((step, i) => (i === 0 ? { ...step, via: alive.root } : step)) ?? [],
    expression: alive?.expression ?? '',
    allocations: allocations.map(copyStack),
  };
}

function groupReferrers({ graph, patterns }: Sources, node: number, limit: number) {
  const { start, from, edge } = graph.reverse;
  const groups = new Map<string, Group>();
  const end = Math.min(start[node + 1]!, start[node]! + maxReferrers);
  for (let i = start[node]!; i < end; i++) {
    const source = from[i]!;
    const pattern = patterns.of[source]!;
    if (source === graph.virtualRoot || pattern < 0) continue;
    const via = accessorOf(graph, source, edge[i]!, false);
    const text = patterns.textOf(pattern) + via;
    let group = groups.get(text);
    if (!group) {
      const way = explainAlive(graph, source)?.expression ?? patterns.textOf(pattern);
      groups.set(text, {
        ...{ pattern: text, root: patterns.list[pattern]!.root, objects: 0, largest: source },
        shallowBytes: graph.sizeBytes(node),
        retainedBytes: graph.retained.bytes[node]!,
        expression: way + accessorOf(graph, source, edge[i]!, true),
      });
      group = groups.get(text)!;
    }
    group.objects++;
  }
  const sorted = [...groups.values()].sort((a, b) => b.objects - a.objects);
  return toRows(graph, sorted, limit);
}

/** Patterns below a root, what keeps most first. */
function waysBelowRoot(
  { graph, patterns, samples }: Sources,
  node: number,
  subject: string,
  limit: number,
): HeapWhy {
  const own = patterns.of[node]!;
  const { sums } = patterns;
  const below = patterns.list.filter(
    ({ id }) => sums.objects[id]! > 0 && rootPattern(patterns, id) === own,
  );
  const groups = below.map(({ id, root }) => ({
    ...{ pattern: patterns.textOf(id), root, expression: undefined },
    objects: sums.objects[id]!,
    shallowBytes: sums.shallowBytes[id]!,
    retainedBytes: sums.retainedBytes[id]!,
    largest: sums.largest[id]!,
  }));
  groups.sort((a, b) => b.retainedBytes - a.retainedBytes);
  const { rows, more } = toRows(graph, groups, limit);
  const isBelow = new Uint8Array(patterns.list.length);
  for (const { id } of below) isBelow[id] = 1;
  const marked = patterns.of.map((pattern) => (pattern < 0 ? 0 : isBelow[pattern]!));
  const root = graph.rootOf(node);
  return {
    ...{ subject, groups: rows, moreGroups: more, unreachable: 0 },
    objects: below.reduce((sum, { id }) => sum + sums.objects[id]!, 0),
    path: [{ via: root?.label ?? '', type: root?.type?.name ?? 'unknown', count: 1 }],
    expression: root?.label ?? '',
    allocations: largest(samples.byStack(Uint8Array.from(marked))),
  };
}

function rootPattern(patterns: PathPatterns, pattern: number): number {
  let at = pattern;
  while (patterns.list[at]!.parent >= 0) at = patterns.list[at]!.parent;
  return at;
}

/** Where the objects of a type are held. @param total allocated ones, garbage included. */
export function waysToObjects(
  { graph, patterns, samples }: Sources,
  subject: string,
  objects: Int32Array,
  limit: number,
): HeapWhy {
  const groups = new Map<number, Group>();
  const marked = new Uint8Array(graph.edges.nodeCount);
  const { bytes } = graph.retained;
  let best = -1;
  let unreachable = 0;
  for (const object of objects) {
    const pattern = patterns.of[object]!;
    if (pattern < 0) {
      unreachable++;
      continue;
    }
    marked[object] = 1;
    if (best < 0 || bytes[object]! > bytes[best]!) best = object;
    let group = groups.get(pattern);
    if (!group) {
      const { root } = patterns.list[pattern]!;
      const empty = { objects: 0, shallowBytes: 0, retainedBytes: 0, largest: object };
      group = { pattern: patterns.textOf(pattern), root, expression: undefined, ...empty };
      groups.set(pattern, group);
    }
    group.objects++;
    group.shallowBytes += graph.sizeBytes(object);
    if (bytes[object]! > bytes[group.largest]!) group.largest = object;
  }
  // What a pattern's objects of this type keep is what the pattern keeps: it is of one type.
  for (const [pattern, group] of groups) {
    group.retainedBytes = patterns.sums.retainedBytes[pattern]!;
  }
  const sorted = [...groups.values()].sort((a, b) => b.retainedBytes - a.retainedBytes);
  const { rows, more } = toRows(graph, sorted, limit);
  const alive = best < 0 ? undefined : explainAlive(graph, best);
  return {
    ...{ subject, objects: objects.length, groups: rows, moreGroups: more, unreachable },
    path: [],
    expression: alive?.expression ?? '',
    allocations: largest(samples.byStack(marked)),
  };
}

function toRows(graph: HeapGraph, groups: readonly Group[], limit: number) {
  const rows = groups.slice(0, limit).map((group): HeapPathGroup => {
    const root = graph.rootOf(group.root);
    const { pattern, objects, shallowBytes, retainedBytes, largest: node } = group;
    const expression = group.expression ?? explainAlive(graph, node)?.expression ?? pattern;
    return {
      ...{ pattern, objects, shallowBytes, retainedBytes, example: { node, expression } },
      root: root ? (root.kind === 'stack' ? root.family : root.label) : 'unknown root',
      rootKind: root?.kind ?? 'other',
    };
  });
  return { rows, more: groups.length - rows.length };
}

const largest = (stacks: readonly SampledStack[]) => stacks.slice(0, maxAllocations).map(copyStack);

const copyStack = ({ frames, objects, bytes }: SampledStack) => ({
  ...{ objects, bytes },
  frames: [...frames],
});
