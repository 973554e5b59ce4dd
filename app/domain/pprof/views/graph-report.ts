import { formatFrame } from '../frame-table';
import type { Profile, ValueType } from '../profile';
import type { ViewOptions } from '../view-options';
import { sumEdges } from './call-graph';
import { sumNodes } from './node-sums';
import { prepareView } from './prepare-view';
import { defaultTrim, trimNodes } from './trim';

export interface GraphNode {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/** A call; `residual` goes over functions that are not shown. */
export interface GraphEdge {
  /** Indices of nodes: caller and callee. */
  readonly source: number;
  readonly target: number;
  readonly weight: number;
  readonly residual: boolean;
}

export interface GraphReport {
  readonly type: ValueType;
  readonly total: number;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Functions with a value that are not among `nodes`; their part of the flat sum. */
  readonly hiddenNodes: number;
  readonly hiddenFlat: number;
  /** Calls between shown functions that are lighter than the cut-off. */
  readonly hiddenEdges: number;
}

/** The picture of `go tool pprof -dot`: the heaviest functions by cum and the calls between them. */
export function graphReport(
  profile: Profile,
  options: ViewOptions,
  nodeCount: number,
): GraphReport {
  const view = prepareView(profile, options);
  const sums = sumNodes(view);
  const trimmed = trimNodes(view, sums, { ...defaultTrim, nodeCount, sortBy: 'cum' });
  const all = trimNodes(view, sums, { ...defaultTrim, nodeFraction: 0, sortBy: 'cum' });
  const indexOf = new Int32Array(view.frames.length).fill(-1);
  trimmed.nodes.forEach((frame, index) => (indexOf[frame] = index));
  const table = sumEdges(view, trimmed.kept);
  const edges: GraphEdge[] = [];
  let hiddenEdges = 0;
  for (let edge = 0; edge < table.length; edge++) {
    const source = indexOf[table.source[edge]!]!;
    const target = indexOf[table.target[edge]!]!;
    const weight = table.weight[edge]!;
    if (source < 0 || target < 0) continue;
    if (Math.abs(weight) < trimmed.edgeCutoff) hiddenEdges++;
    else edges.push({ source, target, weight, residual: table.residual[edge] === 1 });
  }
  const flatOf = (frames: Uint32Array) => frames.reduce((sum, frame) => sum + sums.flat[frame]!, 0);
  return {
    type: view.type,
    total: view.total,
    nodes: Array.from(trimmed.nodes, (frame) => ({
      name: formatFrame(view.frames[frame]!),
      flat: sums.flat[frame]!,
      cum: sums.cum[frame]!,
    })),
    edges: edges.sort((l, r) => Math.abs(r.weight) - Math.abs(l.weight)),
    hiddenNodes: all.nodes.length - trimmed.nodes.length,
    hiddenFlat: flatOf(all.nodes) - flatOf(trimmed.nodes),
    hiddenEdges,
  };
}
