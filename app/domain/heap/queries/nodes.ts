import type { HeapGraph } from '../heap-graph';
import type { HeapNode } from '../model';

/** Whether an index from outside is one of the graph's. */
export const isNode = (graph: HeapGraph, node: number): boolean =>
  Number.isInteger(node) && node >= 0 && node < graph.edges.nodeCount;

export const formatAddress = (address: number): string => `0x${address.toString(16)}`;

/** Node that holds `address`; interior pointers are allowed. */
export function findObject(graph: HeapGraph, address: number): number | undefined {
  const object = graph.objects.find(address);
  return object < 0 ? undefined : object;
}

/** A node as lists show it. */
export function describeNode(graph: HeapGraph, node: number): HeapNode {
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
  if (node === graph.virtualRoot) return { ...shared, label: 'heap', type: '', root: true };
  const address = formatAddress(graph.objects.address[node]!);
  const type = graph.types.name(node);
  return { ...shared, label: `${type} ${address}`, type, address, root: false };
}
