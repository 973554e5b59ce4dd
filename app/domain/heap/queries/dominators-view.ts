import type { HeapCell } from '../../../contract/heap-views';
import type { HeapGraph } from '../heap-graph';
import type { HeapNode, HeapPage } from '../model';
import { pageByKey } from './largest';
import { describeNode, isNode } from './nodes';

/**
 * Children in the dominator tree, by what they retain, largest first.
 * @param node undefined for the virtual root.
 */
export function dominatorChildren(
  graph: HeapGraph,
  node: number | undefined,
  page: HeapPage,
): { readonly nodes: readonly HeapNode[]; readonly total: number } {
  const at = node ?? graph.virtualRoot;
  if (!isNode(graph, at)) return { nodes: [], total: 0 };
  const below = childrenOf(graph, at);
  const { bytes } = graph.retained;
  const nodes = pageByKey(below, (each) => bytes[each]!, page);
  return { nodes: nodes.map((each) => describeNode(graph, each)), total: below.length };
}

const childrenOf = ({ children }: HeapGraph, node: number): Int32Array =>
  children.child.subarray(children.start[node], children.start[node + 1]);

export interface OverviewOptions {
  readonly node: number;
  readonly depth: number;
  /** Of all reachable bytes; what keeps less is summed up. */
  readonly leastShare: number;
  readonly maxCells: number;
}

/**
 * The dominator tree to a depth as a flat list, parents before their children. The large ones get
 * their cells first, whatever their depth; what is left out below a cell is one cell with node −1.
 */
export function dominatorOverview(graph: HeapGraph, options: OverviewOptions): HeapCell[] {
  const { depth, leastShare, maxCells } = options;
  const { bytes, objects } = graph.retained;
  const top = options.node < 0 ? graph.virtualRoot : options.node;
  if (!isNode(graph, top)) return [];
  const least = Math.max(1, leastShare * bytes[graph.virtualRoot]!);
  const cells: HeapCell[] = [];
  const add = (node: number, parent: number) => {
    cells.push({ ...withoutAddress(describeNode(graph, node)), parent });
    return cells.length - 1;
  };
  let level = [{ node: top, cell: options.node < 0 ? -1 : add(top, -1) }];
  for (let down = 0; down < depth && level.length > 0; down++) {
    level.sort((a, b) => bytes[b.node]! - bytes[a.node]!);
    const next: typeof level = [];
    for (const { node, cell } of level) {
      const all = childrenOf(graph, node);
      const room = maxCells - cells.length;
      const page = { offset: 0, limit: Math.max(0, room) };
      const shown = pageByKey(all, (each) => bytes[each]!, page).filter(
        (each) => bytes[each]! >= least,
      );
      let shownBytes = 0;
      let shownObjects = 0;
      for (const child of shown) {
        next.push({ node: child, cell: add(child, cell) });
        shownBytes += bytes[child]!;
        shownObjects += objects[child]!;
      }
      const own = node < graph.objectCount ? 1 : 0;
      const restBytes = bytes[node]! - graph.sizeBytes(node) - shownBytes;
      if (all.length === shown.length || shown.length === 0 || restBytes <= 0) continue;
      cells.push({
        ...{ node: -1, parent: cell, label: '', type: '', root: false, shallowBytes: 0 },
        retainedBytes: restBytes,
        retainedObjects: objects[node]! - own - shownObjects,
        children: all.length - shown.length,
      });
    }
    level = next;
  }
  return cells;
}

function withoutAddress({ address: _, ...rest }: HeapNode): Omit<HeapNode, 'address'> {
  return rest;
}
