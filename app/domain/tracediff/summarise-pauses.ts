import type { StwTable } from '../exectrace/trace-analysis';
import type { SummaryRow } from './trace-summary';

/** Kinds that the collector stops the world for begin so: `GC mark termination`. */
const collectorPrefix = 'GC ';

/** Statistics of stop-the-world ranges: all, the collector's, and each kind. */
export interface PauseSummary {
  readonly metrics: Readonly<Record<string, number>>;
  readonly rows: readonly SummaryRow[];
}

/** Ranges that the trace cut off have no length and count for nothing. */
export function summarisePauses(stw: StwTable, seconds: number): PauseSummary {
  const all: number[] = [];
  const collector: number[] = [];
  const byKind = new Map<string, number[]>();
  for (let i = 0; i < stw.count; i++) {
    const length = stw.end[i]! - stw.begin[i]!;
    if (!(length >= 0)) continue;
    const kind = stw.kinds[stw.kind[i]!] ?? '';
    all.push(length);
    if (kind.startsWith(collectorPrefix)) collector.push(length);
    const lengths = byKind.get(kind) ?? [];
    lengths.push(length);
    byKind.set(kind, lengths);
  }
  return {
    metrics: { ...statistics('stw', all, seconds), ...statistics('gc.pause', collector, seconds) },
    rows: [...byKind].map(([key, lengths]) => ({
      key,
      about: '',
      stack: [],
      values: statistics('stw', lengths, seconds),
    })),
  };
}

/** Without a pause there is no quantile, but there is a count of none. */
function statistics(
  prefix: string,
  lengths: readonly number[],
  seconds: number,
): Readonly<Record<string, number>> {
  const sorted = Float64Array.from(lengths).sort();
  const total = sorted.reduce((sum, each) => sum + each, 0);
  const sums = {
    [`${prefix}.count`]: sorted.length / seconds,
    [`${prefix}.total`]: total / seconds,
  };
  if (sorted.length === 0) return sums;
  const at = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
  return {
    ...sums,
    [`${prefix}.p50`]: at(0.5),
    [`${prefix}.p99`]: at(0.99),
    [`${prefix}.max`]: sorted[sorted.length - 1]!,
  };
}
