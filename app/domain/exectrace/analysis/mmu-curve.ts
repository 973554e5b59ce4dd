import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
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
export function computeMmuCurve(kernel: Kernel, utilisation: MutatorUtilisation): MmuCurve {
  const { time, value, count, resolutionNs } = utilisation;
  const times = kernel.f64(layout.stepTimeArray, count);
  times.set(time.subarray(0, count));
  const values = kernel.f64(layout.stepValueArray, count);
  values.set(value.subarray(0, count));
  const sums = kernel.f64(layout.stepSumArray, count);
  for (let i = 1; i < count; i++) {
    sums[i] = sums[i - 1]! + value[i - 1]! * (time[i]! - time[i - 1]!);
  }
  const duration = count < 2 ? 0 : time[count - 1]! - time[0]!;
  const windows = windowsUpTo(duration);
  const minima = windows.map((window) =>
    Math.max(0, kernel.calls.leastOver(window, count) / window),
  );
  return {
    windowNs: Float64Array.from(windows),
    utilisation: Float64Array.from(minima),
    resolutionNs,
  };
}
