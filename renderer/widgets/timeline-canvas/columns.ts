import { stateCount, type LaneData } from './model';

/**
 * How much of each pixel column a lane spends in each state: column × 4, of 1 (`counts`: of how
 * many members). A span thinner than a column adds its exact part, so nothing is lost and nothing
 * is made larger than it is.
 * @param out column × 4, overwritten.
 */
export function sumColumns(
  data: LaneData,
  from: number,
  to: number,
  width: number,
  out: Float32Array,
): void {
  out.fill(0, 0, width * stateCount);
  const perNs = width / (to - from);
  if (data.kind === 'spans') {
    const { begin, end, state } = data;
    for (let i = firstEndingAfter(end, from); i < begin.length && begin[i]! < to; i++) {
      addRange(out, width, (begin[i]! - from) * perNs, (end[i]! - from) * perNs, state[i]! - 1, 1);
    }
  } else if (data.kind === 'density') {
    const { widthNs, stateNs } = data;
    const count = stateNs.length / stateCount;
    const first = Math.max(0, Math.floor((from - data.from) / widthNs));
    const last = Math.min(count, Math.ceil((to - data.from) / widthNs));
    for (let b = first; b < last; b++) {
      const x = (data.from + b * widthNs - from) * perNs;
      for (let s = 0; s < stateCount; s++) {
        const ns = stateNs[b * stateCount + s]!;
        if (ns > 0) addRange(out, width, x, x + widthNs * perNs, s, ns / widthNs);
      }
    }
  }
}

function addRange(
  out: Float32Array,
  width: number,
  begin: number,
  end: number,
  state: number,
  part: number,
): void {
  const from = begin > 0 ? begin : 0;
  const to = end < width ? end : width;
  if (to <= from) return;
  const first = Math.floor(from);
  const last = Math.min(width - 1, Math.ceil(to) - 1);
  if (first === last) {
    const at = first * stateCount + state;
    out[at] = out[at]! + (to - from) * part;
    return;
  }
  let at = first * stateCount + state;
  out[at] = out[at]! + (first + 1 - from) * part;
  for (let x = first + 1; x < last; x++) {
    at += stateCount;
    out[at] = out[at]! + part;
  }
  at += stateCount;
  out[at] = out[at]! + (to - last) * part;
}

/** Spans are in order and do not overlap: the first that ends after a moment. */
export function firstEndingAfter(ends: Float64Array, time: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The greatest value in sight; 0: none. */
export function greatestValue(
  data: LaneData & { kind: 'values' },
  from: number,
  to: number,
): number {
  const first = Math.max(0, Math.floor((from - data.from) / data.widthNs));
  const last = Math.min(data.greatest.length, Math.ceil((to - data.from) / data.widthNs));
  let greatest = 0;
  for (let b = first; b < last; b++) {
    if (data.greatest[b]! > greatest) greatest = data.greatest[b]!;
  }
  return greatest;
}

/** Least and greatest value in each column, in place of the first two states; NaN: none. */
export function valueColumns(
  data: LaneData & { kind: 'values' },
  from: number,
  to: number,
  width: number,
  out: Float32Array,
): number {
  out.fill(NaN, 0, width * stateCount);
  const perNs = width / (to - from);
  let greatest = 0;
  for (let b = 0; b < data.least.length; b++) {
    const high = data.greatest[b]!;
    if (Number.isNaN(high)) continue;
    greatest = Math.max(greatest, high);
    const x = (data.from + b * data.widthNs - from) * perNs;
    const last = Math.min(width - 1, Math.ceil(x + data.widthNs * perNs) - 1);
    for (let column = Math.max(0, Math.floor(x)); column <= last; column++) {
      const at = column * stateCount;
      out[at] = Number.isNaN(out[at]!) ? data.least[b]! : Math.min(out[at]!, data.least[b]!);
      out[at + 1] = Number.isNaN(out[at + 1]!) ? high : Math.max(out[at + 1]!, high);
    }
  }
  return greatest;
}
