import type { Holder, PathStep } from '../../contract/findings';
import { accessBetween, accessorOf } from './accessors';
import type { HeapGraph } from './heap-graph';
import { withoutKeys } from './keepers';
import type { Root } from './roots';
import { rootPath } from './why-alive';

/** A level of the path must keep this part of all that hangs on the level above, or the path ends there. */
const leastLevelShare = 0.5;
/** The same of the level above with its own bytes: a map of small things is mostly itself. */
const leastOfAll = 0.2;

/** Types with more words than this are not laid out. */
const maxStrideWords = 2 ** 20;

/** Nodes of one pattern: `[*]` of one type. */
interface Level {
  readonly via: string;
  readonly type: string;
  nodes: number[];
  bytes: number;
}

export interface FoundHolder {
  readonly holder: Holder;
  /** The largest root or object directly below the virtual root. */
  readonly node: number;
  /** All such nodes that one variable names: of many goroutines, or also reached by other roots. */
  readonly nodes: readonly number[];
}

/**
 * Eclipse MAT's rule: what sits directly under the virtual root of the dominator tree and retains a
 * tenth of the heap, or a lot in bytes; then down to where it accumulates. What several roots reach is
 * dominated by none of them: it counts for the one that its shortest path comes from.
 */
export function findHolders(graph: HeapGraph, leastBytes: number, max: number): FoundHolder[] {
  const { bytes } = graph.retained;
  const reachable = bytes[graph.virtualRoot]!;
  const families = new Map<string, number[]>();
  const { start, child } = graph.children;
  for (let i = start[graph.virtualRoot]!; i < start[graph.virtualRoot + 1]!; i++) {
    const node = child[i]!;
    const named = namingRoot(graph, node);
    const root = graph.rootOf(named);
    const key = root?.kind === 'stack' ? root.family : `#${named}`;
    const family = families.get(key);
    if (family) family.push(node);
    else families.set(key, [node]);
  }
  const sum = (nodes: readonly number[]) => nodes.reduce((total, node) => total + bytes[node]!, 0);
  return [...families.values()]
    .map((nodes) => ({ nodes, held: sum(nodes) }))
    .filter(({ nodes, held }) =>
      isInternal(graph, nodes[0]!)
        ? held >= reachable / 10 && isTimers(graph, nodes[0]!)
        : held >= leastBytes || held >= reachable / 10,
    )
    .sort((a, b) => b.held - a.held)
    .slice(0, max)
    .map(({ nodes }) => {
      nodes.sort((a, b) => bytes[b]! - bytes[a]!);
      return { holder: describeHolder(graph, nodes, reachable), node: nodes[0]!, nodes };
    })
    .filter(({ holder }) => holder.root !== 'runtime.allp');
}

/** The root that a node below the virtual root is named by: itself, or the nearest that refers to it. */
function namingRoot(graph: HeapGraph, node: number): number {
  let at = node;
  while (at < graph.objectCount && graph.reach.parent[at]! >= 0) at = graph.reach.parent[at]!;
  return at;
}

/** Every timer that waits hangs on a P: the one thing of the user's that only the runtime holds. */
const isTimers = (graph: HeapGraph, node: number) =>
  graph.rootOf(namingRoot(graph, node))?.label === 'runtime.allp';

const isInternal = (graph: HeapGraph, node: number) =>
  graph.rootOf(namingRoot(graph, node))?.internal ?? true;

/** @param nodes largest first. */
function describeHolder(graph: HeapGraph, nodes: readonly number[], reachable: number): Holder {
  const first = nodes[0]!;
  const root = graph.rootOf(namingRoot(graph, first));
  const own = nodes.filter((node) => node >= graph.objectCount);
  const path: PathStep[] =
    first >= graph.objectCount
      ? [{ via: '', type: root?.type?.name ?? 'unknown', count: Math.max(1, own.length) }]
      : nodes.length > 1
        ? rootPath(graph, first).map(generalise)
        : rootPath(graph, first);
  descend(graph, nodes, path);
  const sum = (column: ArrayLike<number>) => nodes.reduce((all, node) => all + column[node]!, 0);
  const retainedBytes = sum(graph.retained.bytes);
  return {
    root: nameOf(graph, nodes, root, path),
    rootKind: root?.kind ?? 'other',
    path,
    retainedBytes,
    objects: sum(graph.retained.objects),
    share: reachable > 0 ? retainedBytes / reachable : 0,
    exclusive: own.length === nodes.length,
  };
}

function nameOf(
  graph: HeapGraph,
  nodes: readonly number[],
  root: Root | undefined,
  path: readonly PathStep[],
): string {
  if (!root) return 'unknown root';
  if (path.some(({ via }) => via.startsWith('.timers')) && isTimers(graph, nodes[0]!)) {
    return 'pending timers (runtime.allp)';
  }
  if (root.kind !== 'stack') return root.label;
  const goroutines = new Set(nodes.map((node) => graph.rootOf(namingRoot(graph, node))?.goroutine));
  return goroutines.size > 1 ? `${root.family} in ${goroutines.size} goroutines` : root.label;
}

const generalise = (step: PathStep): PathStep => {
  const { address: _, ...rest } = step;
  return { ...rest, via: withoutKeys(step.via) };
};

/** Appends the steps down to the accumulation: as long as one pattern keeps most of the level above. */
function descend(graph: HeapGraph, start: readonly number[], path: PathStep[]): void {
  let current: readonly number[] = start;
  let total = current.reduce((sum, node) => sum + graph.retained.bytes[node]!, 0);
  let recursion: Level | undefined;
  while (current.length > 0) {
    const levels = groupChildren(graph, current, recursion);
    let best: Level | undefined;
    for (const level of levels) if (!best || level.bytes > best.bytes) best = level;
    const below = levels.reduce((sum, level) => sum + level.bytes, 0);
    if (!best || best.bytes < below * leastLevelShare || best.bytes < total * leastOfAll) return;
    total = best.bytes;
    recursion = best;
    current = followRecursion(graph, best);
    const last = path[path.length - 1]!;
    if (best.via !== '') path.push({ via: best.via, type: best.type, count: current.length });
    else if (last.type === 'unknown') path[path.length - 1] = { ...last, type: best.type };
  }
}

/** A list is one step, not a hundred thousand: everything reached by the same way again and again. */
function followRecursion(graph: HeapGraph, level: Level): readonly number[] {
  if (level.via === '') return level.nodes;
  const { types, reach, edges, children } = graph;
  /** By typing and word: whether that word is the way. Lists hold millions: each way is named once. */
  const isWay = new Map<number, boolean>();
  const all = [...level.nodes];
  for (let next = 0; next < all.length; next++) {
    const node = all[next]!;
    const typing = types.get(node);
    if (!typing) continue;
    for (let i = children.start[node]!; i < children.start[node + 1]!; i++) {
      const below = children.child[i]!;
      if (reach.parent[below] !== node || types.name(below) !== level.type) continue;
      const inside = edges.offset[reach.edge[below]!]! - types.originOf(node);
      const key = typing.id * maxStrideWords + ((inside % typing.strideBytes) >> 3);
      let matches = isWay.get(key);
      if (matches === undefined) {
        matches = accessBetween(graph, node, below, false) === level.via;
        isWay.set(key, matches);
      }
      if (matches) all.push(below);
    }
  }
  return all;
}

/** Dominated children by how they are reached and what they are; a map's inside is looked through. */
function groupChildren(
  graph: HeapGraph,
  nodes: readonly number[],
  except: Level | undefined,
): readonly Level[] {
  const levels: Level[] = [];
  // By way, then by type: both texts exist already, and a joined one would have to be made for each of millions.
  const byVia = new Map<string, Map<string, Level>>();
  const { start, child } = graph.children;
  const { parent, edge } = graph.reach;
  for (const node of nodes) {
    const work = [node];
    while (work.length > 0) {
      const above = work.pop()!;
      const way = accessBetween(graph, node, above, false);
      for (let i = start[above]!; i < start[above + 1]!; i++) {
        const below = child[i]!;
        if (graph.types.get(below)?.internal) {
          work.push(below);
          continue;
        }
        const isNext = way !== undefined && parent[below] === above;
        const via = isNext
          ? way + accessorOf(graph, above, edge[below]!, false)
          : (accessBetween(graph, node, below, false) ?? '(…)');
        const type = graph.types.name(below);
        if (via === except?.via && type === except.type) continue;
        let byType = byVia.get(via);
        if (!byType) byVia.set(via, (byType = new Map()));
        let level = byType.get(type);
        if (!level) {
          level = { via, type, nodes: [], bytes: 0 };
          byType.set(type, level);
          levels.push(level);
        }
        level.nodes.push(below);
        level.bytes += graph.retained.bytes[below]!;
      }
    }
  }
  return levels;
}

/** Everything below `nodes` in the dominator tree, themselves included. */
export function markRetained(graph: HeapGraph, nodes: readonly number[]): Uint8Array {
  const marked = new Uint8Array(graph.edges.nodeCount);
  for (const node of nodes) marked[node] = 1;
  const { order, idom } = graph.tree;
  for (const node of order) {
    const above = idom[node]!;
    if (above >= 0 && marked[above] === 1) marked[node] = 1;
  }
  return marked;
}
