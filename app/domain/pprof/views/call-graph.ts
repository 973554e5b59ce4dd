import { sumExactly } from '../value-column';
import { TupleInterner } from '../tuple-interner';
import type { PreparedView } from './prepare-view';

/** Calls between frames, struct of arrays. */
export interface EdgeTable {
  readonly length: number;
  /** Frame numbers: caller and callee. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly weight: Float64Array;
  /** Beside it when the column passes 2^53. */
  readonly exact?: BigInt64Array | undefined;
  /** Every such call was inlined. */
  readonly inline: Uint8Array;
  /** Goes over frames that are not shown. */
  readonly residual: Uint8Array;
}

/**
 * Sums calls as pprof's graph: an edge counts once a sample.
 * @param kept by frame number; calls go over frames that are 0. Undefined: all are kept.
 * @param targets by frame number; only edges to these. Undefined: all.
 */
export function sumEdges(
  view: PreparedView,
  kept: Uint8Array | undefined,
  targets?: Uint8Array,
): EdgeTable {
  const pairs = new TupleInterner(2);
  const flags: EdgeFlags = { inline: [], residual: [] };
  const walk = (weights: Float64Array): Float64Array =>
    walkEdges(view, weights, pairs, flags, kept, targets);
  const { numbers, exact } = view.column;
  const sums = exact ? undefined : walk(numbers);
  const exactSums = exact ? sumExactly(exact, walk) : undefined;
  const { length } = pairs;
  const edges = Array.from({ length }, (_, edge) => edge);
  return {
    length,
    source: Uint32Array.from(edges, (edge) => pairs.word(edge, 0)),
    target: Uint32Array.from(edges, (edge) => pairs.word(edge, 1)),
    weight: sums ?? Float64Array.from(exactSums ?? [], Number),
    exact: exactSums,
    inline: Uint8Array.from(flags.inline),
    residual: Uint8Array.from(flags.residual),
  };
}

interface EdgeFlags {
  readonly inline: number[];
  readonly residual: number[];
}

function walkEdges(
  view: PreparedView,
  weights: Float64Array,
  pairs: TupleInterner,
  flags: EdgeFlags,
  kept: Uint8Array | undefined,
  targets: Uint8Array | undefined,
): Float64Array {
  const { start, frame } = view.locationFrames;
  const { length, locations, stackStart } = view.samples;
  const { numbers } = view.column;
  const { included } = view;
  const { tuple } = pairs;
  const sums: number[] = [];
  /** The last sample, from 1, that counted the edge. */
  const seen: number[] = [];
  for (let sample = 0; sample < length; sample++) {
    if (numbers[sample] === 0 || (included !== undefined && included[sample] === 0)) continue;
    const weight = weights[sample]!;
    const first = stackStart[sample]!;
    let caller = -1;
    let isResidual = false;
    for (let at = stackStart[sample + 1]! - 1; at >= first; at--) {
      const location = locations[at]!;
      const innermost = start[location]!;
      const outermost = start[location + 1]! - 1;
      for (let row = outermost; row >= innermost; row--) {
        const callee = frame[row]!;
        if (kept !== undefined && kept[callee] === 0) {
          isResidual = true;
          continue;
        }
        if (caller >= 0 && caller !== callee && (targets === undefined || targets[callee] === 1)) {
          tuple[0] = caller;
          tuple[1] = callee;
          const known = pairs.length;
          const edge = pairs.intern();
          if (edge === known) {
            flags.inline.push(1);
            flags.residual.push(0);
          }
          if (seen[edge] !== sample + 1) {
            seen[edge] = sample + 1;
            sums[edge] = (sums[edge] ?? 0) + weight;
            if (row === outermost) flags.inline[edge] = 0;
            if (isResidual) flags.residual[edge] = 1;
          }
        }
        caller = callee;
        isResidual = false;
      }
    }
  }
  return Float64Array.from(sums);
}

/** By frame number: 1 for frames that occur inlined into others. */
export function findInlined(view: PreparedView): Uint8Array | undefined {
  const { start, frame } = view.locationFrames;
  if (frame.length === start.length - 1) return undefined;
  const inlined = new Uint8Array(view.frames.length);
  for (let location = 0; location + 1 < start.length; location++) {
    const outermost = start[location + 1]! - 1;
    for (let row = start[location]!; row < outermost; row++) inlined[frame[row]!] = 1;
  }
  return inlined;
}
