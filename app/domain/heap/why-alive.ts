import type { PathStep } from '../../contract/findings';
import { accessorOf } from './accessors';
import type { HeapGraph } from './heap-graph';
import { keeperOf, withoutKeys } from './keepers';
import type { WhyAlive } from './model';

/** Steps shown of one path; a deep list keeps its beginning and its end. */
const maxSteps = 64;

/** Steps of the shortest path from the root to `node`; a map's inside is folded into one step. */
export function rootPath(graph: HeapGraph, node: number): PathStep[] {
  const { parent, edge } = graph.reach;
  const nodes: number[] = [];
  let at = node;
  while (at >= 0 && at !== graph.virtualRoot) {
    nodes.push(at);
    at = parent[at]!;
  }
  nodes.reverse();
  const steps: { via: string; type: string; address?: string; count: number }[] = [];
  let via = '';
  for (const [i, current] of nodes.entries()) {
    const root = graph.rootOf(current);
    if (root) {
      steps.push({ via: '', type: root.type?.name ?? 'unknown', count: 1 });
      continue;
    }
    via += i === 0 ? '' : accessorOf(graph, nodes[i - 1]!, edge[current]!, true);
    if (graph.types.get(current)?.internal && i + 1 < nodes.length) continue;
    const type = graph.types.name(current);
    const last = steps[steps.length - 1];
    const address = `0x${graph.objects.address[current]!.toString(16)}`;
    if (last && via !== '' && last.via === via && last.type === type) {
      // The same way once more: a list is one step.
      last.count++;
      last.address = address;
    } else if (via !== '' || !last) steps.push({ via, type, address, count: 1 });
    else last.address = address;
    via = '';
  }
  if (steps.length <= maxSteps) return steps;
  const left = steps.length - maxSteps;
  const middle: PathStep = { via: '…', type: 'unknown', count: left };
  return [...steps.slice(0, maxSteps / 2), middle, ...steps.slice(-maxSteps / 2)];
}

/** `.next`, or `.next(×99999)` for a list. */
const formatStep = ({ via, count }: PathStep) =>
  via !== '' && count > 1 ? `${via}(×${count})` : via;

/** Why a node is still there; undefined when nothing holds it any more. */
export function explainAlive(graph: HeapGraph, node: number): WhyAlive | undefined {
  if (!graph.isReachable(node) || node === graph.virtualRoot) return undefined;
  let top = node;
  while (top < graph.objectCount) top = graph.reach.parent[top]!;
  const root = graph.rootOf(top);
  if (!root) return undefined;
  const path = rootPath(graph, node);
  const expression = root.label + path.map(formatStep).join('');
  const pattern = root.label + path.map(({ via }) => withoutKeys(via)).join('');
  const keeper = keeperOf(root.label, path) ?? root.label;
  return { root: keeper, rootKind: root.kind, expression, pattern, path };
}
