import type { HeapNeighbour } from '../../../contract/heap-views';
import { accessorOf } from '../accessors';
import type { HeapGraph } from '../heap-graph';
import type { HeapPage } from '../model';
import { describeNode, isNode } from './nodes';

export interface Neighbours {
  readonly nodes: readonly HeapNeighbour[];
  readonly total: number;
}

/** Who refers to a node, with how. */
export function referrers(graph: HeapGraph, node: number, { offset, limit }: HeapPage): Neighbours {
  if (!isNode(graph, node)) return { nodes: [], total: 0 };
  const { start, from, edge } = graph.reverse;
  const nodes: HeapNeighbour[] = [];
  let total = 0;
  for (let i = start[node]!; i < start[node + 1]!; i++) {
    const source = from[i]!;
    if (source === graph.virtualRoot || !graph.isReachable(source)) continue;
    if (total++ < offset || nodes.length >= limit) continue;
    const via = accessorOf(graph, source, edge[i]!, true);
    nodes.push({ ...describeNode(graph, source), via });
  }
  return { nodes, total };
}

/** What a node refers to, in the order of its words. */
export function referents(graph: HeapGraph, node: number, { offset, limit }: HeapPage): Neighbours {
  if (!isNode(graph, node) || node === graph.virtualRoot) return { nodes: [], total: 0 };
  const { start, to } = graph.edges;
  const first = start[node]!;
  const total = start[node + 1]! - first;
  const nodes: HeapNeighbour[] = [];
  for (let e = first + offset; e < first + Math.min(total, offset + limit); e++) {
    nodes.push({ ...describeNode(graph, to[e]!), via: accessorOf(graph, node, e, true) });
  }
  return { nodes, total };
}
