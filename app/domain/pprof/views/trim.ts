import { orderNodes, type SortBy } from './node-order';
import type { NodeSums } from './node-sums';
import type { PreparedView } from './prepare-view';

/** What a report leaves out, as pprof's options of the same names. */
export interface TrimOptions {
  /** At most so many rows; 0 for all. */
  readonly nodeCount: number;
  /** Rows whose cum is below this share of the sum are left out. */
  readonly nodeFraction: number;
  /** Calls below this share of the sum are left out. */
  readonly edgeFraction: number;
  readonly sortBy: SortBy;
  readonly dropNegative?: boolean | undefined;
}

/** pprof's defaults; `-tree` and pictures show 80 nodes, `-top` all that are large enough. */
export const defaultTrim: TrimOptions = {
  nodeCount: 0,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  sortBy: 'flat',
};

export interface Trimmed {
  /** Frame numbers in order. */
  readonly nodes: Uint32Array;
  /** By frame number: 1 for `nodes`. */
  readonly isShown: Uint8Array;
  /** `isShown` when rows had to be left out: then calls go over those. */
  readonly kept: Uint8Array | undefined;
  /** Rows large enough, before `nodeCount`. */
  readonly candidates: number;
  /** Rows too small. */
  readonly dropped: number;
  /** Edges lighter than this are left out. */
  readonly edgeCutoff: number;
}

/** Chooses rows as pprof's `newTrimmedGraph`. */
export function trimNodes(view: PreparedView, sums: NodeSums, options: TrimOptions): Trimmed {
  const all = orderNodes(view, sums, options.sortBy, options.dropNegative === true);
  let flatSum = 0;
  for (const node of all) flatSum += sums.flat[node]!;
  const cutoff = Math.abs(Math.trunc(flatSum * options.nodeFraction));
  const edgeCutoff = Math.abs(Math.trunc(flatSum * options.edgeFraction));
  const large = cutoff > 0 ? all.filter((node) => Math.abs(sums.cum[node]!) >= cutoff) : all;
  const { nodeCount } = options;
  const nodes = nodeCount > 0 ? large.subarray(0, nodeCount) : large;
  const isShown = new Uint8Array(view.frames.length);
  for (const node of nodes) isShown[node] = 1;
  return {
    nodes,
    isShown,
    kept: nodes.length < all.length ? isShown : undefined,
    candidates: large.length,
    dropped: all.length - large.length,
    edgeCutoff,
  };
}
