import type { HeapTypeRow } from '../../../contract/heap-views';
import type { HeapGraph } from '../heap-graph';
import type { HeapNode } from '../model';
import { describeNode, findObject } from './nodes';
import type { ObjectsByType } from './objects-by-type';

export interface Found {
  /** The object at an address, or roots whose name is the text, or holds it. */
  readonly nodes: readonly HeapNode[];
  readonly types: readonly HeapTypeRow[];
}

/** What a text stands for: an address, a root's name, a type's name. Exact names come alone. */
export function findByText(
  graph: HeapGraph,
  types: ObjectsByType,
  text: string,
  limit: number,
): Found {
  if (/^0x[0-9a-f]+$/i.test(text)) {
    const object = findObject(graph, Number(text));
    return { nodes: object === undefined ? [] : [describeNode(graph, object)], types: [] };
  }
  const table = types.table();
  const exactTypes = table.filter(({ type }) => type === text);
  const exactRoots = rootsWhere(
    graph,
    limit,
    ({ label, family }) => label === text || family === text,
  );
  if (exactTypes.length > 0 || exactRoots.length > 0) {
    return { nodes: exactRoots, types: exactTypes };
  }
  const wanted = text.toLowerCase();
  const holds = (name: string) => name.toLowerCase().includes(wanted);
  return {
    nodes: rootsWhere(graph, limit, ({ label }) => holds(label)),
    types: table.filter(({ type }) => holds(type)).slice(0, limit),
  };
}

function rootsWhere(
  graph: HeapGraph,
  limit: number,
  isWanted: (root: HeapGraph['roots'][number]) => boolean,
): HeapNode[] {
  const { bytes } = graph.retained;
  const found: number[] = [];
  graph.roots.forEach((root, i) => {
    if (root.edges.length > 0 && isWanted(root)) found.push(graph.objectCount + i);
  });
  found.sort((a, b) => bytes[b]! - bytes[a]! || a - b);
  return found.slice(0, limit).map((node) => describeNode(graph, node));
}
