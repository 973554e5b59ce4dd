import { sumExactly } from '../value-column';
import type { PreparedView } from './prepare-view';

/** Flat and cum of every frame, by frame number. */
export interface NodeSums {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** Beside them when the column passes 2^53; they are rounded then. */
  readonly exact?: { readonly flat: BigInt64Array; readonly cum: BigInt64Array } | undefined;
}

/** A frame that occurs twice in a stack is counted once. */
export function sumNodes(view: PreparedView): NodeSums {
  const count = view.frames.length;
  const sum = (weights: Float64Array): Float64Array => sumFrames(view, weights);
  const { numbers, exact } = view.column;
  if (exact === undefined) {
    const sums = sum(numbers);
    return { flat: sums.subarray(0, count), cum: sums.subarray(count) };
  }
  const sums = sumExactly(exact, sum);
  const [flat, cum] = [sums.subarray(0, count), sums.subarray(count)];
  return {
    flat: Float64Array.from(flat, Number),
    cum: Float64Array.from(cum, Number),
    exact: { flat, cum },
  };
}

/**
 * Flat sums in the first half, cum sums in the second. Samples whose value is zero do not count,
 * even where a limb of theirs is not.
 */
function sumFrames(view: PreparedView, weights: Float64Array): Float64Array {
  const { start, frame } = view.locationFrames;
  const { length, locations, stackStart } = view.samples;
  const { numbers } = view.column;
  const { included } = view;
  const count = view.frames.length;
  const sums = new Float64Array(count * 2);
  // The last sample, from 1, that counted the frame.
  const seen = new Uint32Array(count);
  const isPlain = frame.length === start.length - 1;
  for (let sample = 0; sample < length; sample++) {
    if (numbers[sample] === 0 || (included !== undefined && included[sample] === 0)) continue;
    const weight = weights[sample]!;
    const first = stackStart[sample]!;
    const end = stackStart[sample + 1]!;
    if (first === end) continue;
    const leaf = frame[start[locations[first]!]!]!;
    sums[leaf] = sums[leaf]! + weight;
    for (let at = first; at < end; at++) {
      const location = locations[at]!;
      if (isPlain) {
        const index = frame[location]!;
        if (seen[index] === sample + 1) continue;
        seen[index] = sample + 1;
        sums[count + index] = sums[count + index]! + weight;
        continue;
      }
      const last = start[location + 1]!;
      for (let row = start[location]!; row < last; row++) {
        const index = frame[row]!;
        if (seen[index] === sample + 1) continue;
        seen[index] = sample + 1;
        sums[count + index] = sums[count + index]! + weight;
      }
    }
  }
  return sums;
}
