import type { MmuCurve } from '../time-analysis';
import type { MutatorUtilisation } from './mutator-utilisation';

const shortestWindowNs = 10_000;
const longestWindowNs = 1e10;

/** 10 µs, 20 µs, 50 µs … up to 10 s or the length of the trace. */
function windowsUpTo(durationNs: number): number[] {
  const windows: number[] = [];
  for (let decade = shortestWindowNs; decade <= longestWindowNs; decade *= 10) {
    for (const step of [1, 2, 5]) {
      const window = step * decade;
      if (window <= longestWindowNs && window <= durationNs) windows.push(window);
    }
  }
  return windows;
}

/**
 * The curve over windows of usual lengths, none longer than the trace. The last point of `utilisation` marks
 * the end. It has no points when GOMAXPROCS was never told.
 */
export function computeMmuCurve(utilisation: MutatorUtilisation): MmuCurve {
  const { time, value, count, resolutionNs } = utilisation;
  const sums = new Float64Array(count);
  for (let i = 1; i < count; i++) {
    sums[i] = sums[i - 1]! + value[i - 1]! * (time[i]! - time[i - 1]!);
  }
  const duration = count < 2 ? 0 : time[count - 1]! - time[0]!;
  const windows = windowsUpTo(duration);
  const minima = windows.map((window) => minimumOver(window, time, value, sums, count));
  return {
    windowNs: Float64Array.from(windows),
    utilisation: Float64Array.from(minima),
    resolutionNs,
  };
}

/**
 * The mean over a sliding window is linear between the moments at which one of its edges meets a step: only
 * there can it be lowest. Each edge has a function of its own, which the engine can optimise on its first use.
 */
function minimumOver(
  window: number,
  time: Float64Array,
  value: Float64Array,
  sums: Float64Array,
  count: number,
): number {
  const lowest = Math.min(
    window,
    leftEdgeMinimum(window, time, value, sums, count),
    rightEdgeMinimum(window, time, value, sums, count),
  );
  return Math.max(0, lowest / window);
}

function leftEdgeMinimum(
  window: number,
  time: Float64Array,
  value: Float64Array,
  sums: Float64Array,
  count: number,
): number {
  const end = time[count - 1]!;
  let lowest = window;
  for (let left = 0, right = 0; left < count && time[left]! + window <= end; left++) {
    const until = time[left]! + window;
    while (right + 1 < count && time[right + 1]! <= until) right++;
    const got = sums[right]! + value[right]! * (until - time[right]!) - sums[left]!;
    if (got < lowest) lowest = got;
  }
  return lowest;
}

function rightEdgeMinimum(
  window: number,
  time: Float64Array,
  value: Float64Array,
  sums: Float64Array,
  count: number,
): number {
  const start = time[0]!;
  let lowest = window;
  for (let left = 0, right = 0; right < count; right++) {
    const from = time[right]! - window;
    if (from < start) continue;
    while (left + 1 < count && time[left + 1]! <= from) left++;
    const got = sums[right]! - sums[left]! - value[left]! * (from - time[left]!);
    if (got < lowest) lowest = got;
  }
  return lowest;
}
