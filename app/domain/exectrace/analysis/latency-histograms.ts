import { HistogramRecorder, type Histogram } from '../../stats/histogram';
import type { SchedulingLatency } from '../time-analysis';

/** Functions with a histogram of their own. */
const maxFunctions = 1000;

/** Scheduling latency by start function. */
export class LatencyHistograms {
  /** Index 0 is for goroutines whose start function is not known. */
  private readonly histograms: HistogramRecorder[] = [new HistogramRecorder()];
  private readonly names: string[] = [''];
  private readonly index = new Map<string, number>([['', 0]]);
  /** Of functions beyond the limit. */
  private rest = -1;

  /** Index of the histogram of a function. */
  of(name: string): number {
    const known = this.index.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= maxFunctions && this.rest >= 0) return this.rest;
    const index = this.histograms.push(new HistogramRecorder()) - 1;
    if (this.names.length >= maxFunctions) {
      this.rest = index;
      return index;
    }
    this.names.push(name);
    this.index.set(name, index);
    return index;
  }

  /** A latency in nanoseconds; −1 stands for a function that is not known. */
  add(index: number, latencyNs: number): void {
    this.histograms[index < 0 ? 0 : index]!.add(latencyNs);
  }

  finish(): SchedulingLatency {
    const byFunction = this.names
      .map((name, i) => ({ function: name, histogram: this.histograms[i]! }))
      .filter(({ histogram }) => histogram.total > 0)
      .sort((a, b) => b.histogram.sum - a.histogram.sum);
    return { all: merge(this.histograms), byFunction };
  }
}

function merge(parts: readonly HistogramRecorder[]): Histogram {
  const filled = parts.filter((part) => part.total > 0);
  const length = filled.reduce((longest, part) => Math.max(longest, part.counts.length), 0);
  const counts = new Float64Array(length);
  for (const part of filled) part.counts.forEach((count, i) => (counts[i]! += count));
  return {
    counts,
    total: filled.reduce((sum, part) => sum + part.total, 0),
    sum: filled.reduce((sum, part) => sum + part.sum, 0),
    min: filled.reduce((low, part) => Math.min(low, part.min), filled[0]?.min ?? 0),
    max: filled.reduce((high, part) => Math.max(high, part.max), 0),
  };
}
