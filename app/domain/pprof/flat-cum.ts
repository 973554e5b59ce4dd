import { compareText } from './compare-text';
import {
  computeLocationFrames,
  formatFrame,
  FrameInterner,
  type FrameInfo,
  type LocationFrames,
} from './frame-table';
import { computeIncluded } from './included-samples';
import type { Profile, ValueType } from './profile';
import { computeTotal } from './total';
import { sumExactly } from './value-column';
import type { ViewOptions } from './view-options';

/** One row of `go tool pprof -top`. */
export interface FlatCumRow {
  /** As `-top` prints it: function, or function and file:line by granularity. */
  readonly name: string;
  /** Bare function name. */
  readonly function: string;
  /** Empty unless the granularity keeps files. */
  readonly file: string;
  /** 0 unless the granularity keeps lines. */
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
  /** Beside `flat` and `cum` when the column passes 2^53. */
  readonly exact?: { readonly flat: bigint; readonly cum: bigint } | undefined;
}

export interface FlatCum {
  readonly type: ValueType;
  /** What percentages refer to: sum of absolute values, of the base alone for a diff base. */
  readonly total: number;
  /** In the order of `go tool pprof -top`. */
  readonly rows: readonly FlatCumRow[];
}

/** Flat and cum per function, equal to `go tool pprof -top -nodecount=0 -nodefraction=0`. */
export function flatCum(profile: Profile, options: ViewOptions): FlatCum {
  const interner = new FrameInterner();
  const frames = computeLocationFrames(profile, options.granularity ?? 'functions', interner);
  const included = computeIncluded(profile, options.includeAgent);
  const column = profile.samples.values[options.sampleType];
  const type = profile.sampleTypes[options.sampleType];
  if (column === undefined || type === undefined) {
    return { type: { type: '', unit: '' }, total: 0, rows: [] };
  }
  const count = interner.frames.length;
  const sum = (weights: Float64Array): Float64Array =>
    sumFrames(profile, frames, count, weights, column.numbers, included);
  const sums = sum(column.numbers);
  const exact = column.exact === undefined ? undefined : sumExactly(column.exact, sum);
  const rows: (FlatCumRow & { readonly frame: FrameInfo })[] = [];
  interner.frames.forEach((frame, index) => {
    const flat = sums[index] ?? 0;
    const cum = sums[count + index] ?? 0;
    const big = exact && { flat: exact[index] ?? 0n, cum: exact[count + index] ?? 0n };
    if (big ? big.flat === 0n && big.cum === 0n : flat === 0 && cum === 0) return;
    const { name, file, line } = frame;
    const row = { frame, name: formatFrame(frame), function: name, file, line };
    if (big) rows.push({ ...row, flat: Number(big.flat), cum: Number(big.cum), exact: big });
    else rows.push({ ...row, flat, cum });
  });
  rows.sort((l, r) => compareFlat(l, r) || compareNames(l, r));
  return {
    type,
    total: computeTotal(profile, options.sampleType, included),
    rows: rows.map(({ frame: _frame, ...row }) => row),
  };
}

/**
 * Flat sums in the first half, cum sums in the second. A function that occurs twice in a stack is
 * counted once. Samples whose value is zero do not count, even where a limb of theirs is not.
 */
function sumFrames(
  profile: Profile,
  { start, frame }: LocationFrames,
  count: number,
  weights: Float64Array,
  numbers: Float64Array,
  included: Uint8Array | undefined,
): Float64Array {
  const { length, locations, stackStart } = profile.samples;
  const sums = new Float64Array(count * 2);
  // The last sample, from 1, that counted the frame.
  const seen = new Uint32Array(count);
  for (let sample = 0; sample < length; sample++) {
    if (numbers[sample] === 0 || included?.[sample] === 0) continue;
    const weight = weights[sample] ?? 0;
    const first = stackStart[sample] ?? 0;
    const end = stackStart[sample + 1] ?? 0;
    for (let at = first; at < end; at++) {
      const location = locations[at] ?? 0;
      const last = start[location + 1] ?? 0;
      for (let row = start[location] ?? 0; row < last; row++) {
        const index = frame[row] ?? 0;
        if (seen[index] === sample + 1) continue;
        seen[index] = sample + 1;
        sums[count + index] = (sums[count + index] ?? 0) + weight;
      }
    }
    if (first === end) continue;
    const leaf = frame[start[locations[first] ?? 0] ?? 0] ?? 0;
    sums[leaf] = (sums[leaf] ?? 0) + weight;
  }
  return sums;
}

/** Larger magnitude first, as `graph.FlatNameOrder`. */
function compareFlat(l: FlatCumRow, r: FlatCumRow): number {
  if (!l.exact || !r.exact) return Math.abs(r.flat) - Math.abs(l.flat);
  const left = l.exact.flat < 0n ? -l.exact.flat : l.exact.flat;
  const right = r.exact.flat < 0n ? -r.exact.flat : r.exact.flat;
  return left === right ? 0 : left > right ? -1 : 1;
}

type NamedRow = FlatCumRow & { readonly frame: FrameInfo };

function compareNames(l: NamedRow, r: NamedRow): number {
  const [left, right] = [l.frame.address, r.frame.address];
  if (left !== 0n && right !== 0n && left !== right) return left < right ? -1 : 1;
  return compareText(l.name, r.name) || Math.abs(r.cum) - Math.abs(l.cum);
}
