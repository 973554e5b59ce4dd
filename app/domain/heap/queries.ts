import { accessorOf } from './accessors';
import type { HeapGraph } from './heap-graph';
import type { HeapNode, HeapPage, HeapType, WhyAlive } from './model';
import { explainAlive } from './why-alive';

/** Node that holds `address`; interior pointers are allowed. */
export function findObject(graph: HeapGraph, address: number): number | undefined {
  const object = graph.objects.find(address);
  return object < 0 ? undefined : object;
}

/** Path from a named root to a node; undefined when nothing holds it. */
export function whyAlive(graph: HeapGraph, node: number): WhyAlive | undefined {
  return explainAlive(graph, node);
}

/**
 * Children in the dominator tree, by what they retain, largest first.
 * @param node undefined for the virtual root.
 */
export function dominatorChildren(
  graph: HeapGraph,
  node: number | undefined,
  { offset, limit }: HeapPage,
): { readonly nodes: readonly HeapNode[]; readonly total: number } {
  const at = node ?? graph.virtualRoot;
  if (!isNode(graph, at)) return { nodes: [], total: 0 };
  const { start, child } = graph.children;
  const all = child.slice(start[at], start[at + 1]);
  const { bytes } = graph.retained;
  all.sort((a, b) => bytes[b]! - bytes[a]!);
  const nodes = [...all.subarray(offset, offset + limit)].map((each) => describeNode(graph, each));
  return { nodes, total: all.length };
}

/** Who refers to a node, with how. */
export function referrers(
  graph: HeapGraph,
  node: number,
  { offset, limit }: HeapPage,
): { readonly nodes: readonly (HeapNode & { readonly via: string })[]; readonly total: number } {
  if (!isNode(graph, node)) return { nodes: [], total: 0 };
  const { start, from, edge } = graph.reverse;
  const rows: (HeapNode & { via: string })[] = [];
  let total = 0;
  for (let i = start[node]!; i < start[node + 1]!; i++) {
    const source = from[i]!;
    if (source === graph.virtualRoot || !graph.isReachable(source)) continue;
    if (total++ < offset || rows.length >= limit) continue;
    const via = accessorOf(graph, source, edge[i]!, true);
    rows.push({ ...describeNode(graph, source), via });
  }
  return { nodes: rows, total };
}

/** Reachable objects by type, largest first. */
export function typesTable(graph: HeapGraph): readonly HeapType[] {
  const rows = new Map<string, { type: string; objects: number; bytes: number }>();
  for (let object = 0; object < graph.objectCount; object++) {
    if (!graph.isReachable(object)) continue;
    const type = graph.types.name(object);
    let row = rows.get(type);
    if (!row) rows.set(type, (row = { type, objects: 0, bytes: 0 }));
    row.objects++;
    row.bytes += graph.objects.sizeBytes(object);
  }
  return [...rows.values()].sort((a, b) => b.bytes - a.bytes);
}

const isNode = (graph: HeapGraph, node: number) =>
  Number.isInteger(node) && node >= 0 && node < graph.edges.nodeCount;

function describeNode(graph: HeapGraph, node: number): HeapNode {
  const root = graph.rootOf(node);
  const { start } = graph.children;
  const shared = {
    node,
    shallowBytes: graph.sizeBytes(node),
    retainedBytes: graph.retained.bytes[node]!,
    retainedObjects: graph.retained.objects[node]!,
    children: start[node + 1]! - start[node]!,
  };
  if (root) return { ...shared, label: root.label, type: root.type?.name ?? 'unknown', root: true };
  const address = `0x${graph.objects.address[node]!.toString(16)}`;
  const type = graph.types.name(node);
  return { ...shared, label: `${type} ${address}`, type, address, root: false };
}
