import type { CallTree } from '../pprof/call-tree';
import type { FlameNode, FlamePicture } from './report-pictures';

export interface FlamePictureOptions {
  readonly caption: string;
  /** Default 60. */
  readonly maxNodes?: number | undefined;
}

/**
 * Prunes a call tree (made with the earlier profile as base) to a picture: the nodes with the
 * largest differences, with all their callers. Callers come with their callees, so the picture is
 * a tree whatever is left out.
 */
export function toFlamePicture(tree: CallTree, options: FlamePictureOptions): FlamePicture {
  const kept = chooseNodes(tree, options.maxNodes ?? 60);
  const children = new Map<number, number[]>();
  for (const node of kept) {
    if (node === 0) continue;
    const parent = tree.parent[node] ?? 0;
    const siblings = children.get(parent);
    if (siblings) siblings.push(node);
    else children.set(parent, [node]);
  }
  const built = new Map<number, FlameNode>();
  // Children have higher numbers than their parents: from the end, each finds its own ready.
  for (const node of [...kept].sort((l, r) => r - l)) {
    const below = (children.get(node) ?? []).flatMap((child) => built.get(child) ?? []);
    below.sort((l, r) => extent(r) - extent(l) || (l.name < r.name ? -1 : 1));
    built.set(node, toNode(tree, node, below));
  }
  const unit = tree.type.unit === 'bytes' ? 'bytes' : 'count';
  const root = built.get(0) ?? { name: 'root', before: 0, after: 0, children: [] };
  return { unit, caption: options.caption, root };
}

const extent = (node: FlameNode): number => Math.max(node.before, node.after);

function toNode(tree: CallTree, node: number, children: readonly FlameNode[]): FlameNode {
  const frame = tree.frame[node] ?? 0;
  const line = tree.lines[frame] ?? 0;
  const file = (tree.files[frame] ?? '').replace(/^.*\//, '');
  return {
    name: tree.names[frame] ?? '',
    ...(line > 0 && file !== '' ? { place: `${file}:${line}` } : {}),
    before: tree.baseCum[node] ?? 0,
    after: tree.cum[node] ?? 0,
    children,
  };
}

/** Weighs by difference first, then by size, so that a picture without growth is not empty. */
function chooseNodes(tree: CallTree, maxNodes: number): ReadonlySet<number> {
  const nodes = Array.from({ length: tree.length }, (_, node) => node);
  const weight = (node: number): number => {
    const after = tree.cum[node] ?? 0;
    const before = tree.baseCum[node] ?? 0;
    return Math.abs(after - before) + Math.max(after, before) / 1000;
  };
  // Ties go to the caller, which has the lower number: a chain is not torn.
  nodes.sort((l, r) => weight(r) - weight(l) || l - r);
  const kept = new Set<number>([0]);
  for (const node of nodes) {
    if (kept.size >= maxNodes) break;
    const path: number[] = [];
    for (let at = node; at > 0 && !kept.has(at); at = tree.parent[at] ?? 0) path.push(at);
    if (kept.size + path.length > maxNodes) continue;
    for (const each of path) kept.add(each);
  }
  return kept;
}
