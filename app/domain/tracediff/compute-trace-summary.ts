import { flagsOfFunction } from '../exectrace/analysis/function-flags';
import { quantileOf, type Histogram } from '../stats/histogram';
import { formatTraceWarning } from '../exectrace/trace-error';
import type { MmuCurve, ProcUtilisation } from '../exectrace/time-analysis';
import type { HeapAnalysis, Samples, TraceAnalysis } from '../exectrace/trace-analysis';
import { heaviest } from './stack-rows';
import { summariseBlocking } from './summarise-blocking';
import { summariseGoroutines } from './summarise-goroutines';
import { summarisePauses } from './summarise-pauses';
import type { TraceSummary } from './trace-summary';

/**
 * What of a trace is compared with others. What piles up with time is divided by the length of the
 * trace; quantiles, levels and shares stand as they are.
 */
export function computeTraceSummary(trace: TraceAnalysis, name: string): TraceSummary {
  // An empty trace has no rate: any length will do, as every sum is 0.
  const seconds = trace.duration > 0 ? trace.duration / 1e9 : 1;
  const pauses = summarisePauses(trace.stw, seconds);
  const blocking = summariseBlocking(trace.blocking, trace.stacks, seconds);
  const goroutines = summariseGoroutines(trace.groups, seconds);
  return {
    name,
    durationNs: trace.duration,
    events: trace.events,
    warnings: trace.warnings.map(formatTraceWarning),
    metrics: {
      'trace.duration': trace.duration,
      ...latency(trace.latency.all, seconds),
      'gc.count': trace.gc.count / seconds,
      ...shares(trace.utilisation),
      ...pauses.metrics,
      ...mmu(trace.mmu),
      ...blocking.metrics,
      ...goroutines.metrics,
      ...heap(trace.heap),
    },
    tables: {
      pauses: pauses.rows,
      functions: heaviest(
        trace.latency.byFunction
          .filter((row) => flagsOfFunction(row.function) === 0)
          .map(({ function: key, histogram }) => ({
            key: key === '' ? '(unknown)' : key,
            about: '',
            stack: [],
            values: latency(histogram, seconds),
          })),
        'sched.total',
      ),
      blocked: blocking.rows,
      goroutines: goroutines.rows,
    },
  };
}

function latency(histogram: Histogram, seconds: number): Readonly<Record<string, number>> {
  const sums = {
    'sched.count': histogram.total / seconds,
    'sched.total': histogram.sum / seconds,
  };
  if (histogram.total === 0) return sums;
  return {
    ...sums,
    'sched.p50': quantileOf(histogram, 0.5),
    'sched.p90': quantileOf(histogram, 0.9),
    'sched.p99': quantileOf(histogram, 0.99),
    'sched.max': histogram.max,
  };
}

function shares(procs: ProcUtilisation): Readonly<Record<string, number>> {
  if (!(procs.capacityNs > 0)) return {};
  const { gcWorkerNs, gcIdleNs, gcAssistNs, sweepNs, runningNs, capacityNs } = procs;
  return {
    'procs.busy': runningNs / capacityNs,
    'gc.cpu': (gcWorkerNs + gcIdleNs + gcAssistNs + sweepNs) / capacityNs,
    'gc.assist': gcAssistNs / capacityNs,
  };
}

/** The curve at two lengths, between its points in proportion; none for windows longer than the trace. */
function mmu({ windowNs, utilisation }: MmuCurve): Readonly<Record<string, number>> {
  const at = (ns: number): number | undefined => {
    const next = windowNs.findIndex((window) => window >= ns);
    if (next < 0) return undefined;
    if (windowNs[next] === ns || next === 0) return utilisation[next];
    const before = windowNs[next - 1]!;
    const part = (ns - before) / (windowNs[next]! - before);
    return utilisation[next - 1]! * (1 - part) + utilisation[next]! * part;
  };
  return withoutGaps({ 'mmu.1ms': at(1e6), 'mmu.10ms': at(1e7) });
}

function heap({
  alloc,
  floor,
  floorBytesPerSecond,
}: HeapAnalysis): Readonly<Record<string, number>> {
  return withoutGaps({
    'heap.floor': median(floor),
    'heap.slope': floorBytesPerSecond,
    'heap.peak': alloc.value.length === 0 ? undefined : maximum(alloc.value),
  });
}

function median({ value }: Samples): number | undefined {
  const sorted = Float64Array.from(value).sort();
  const middle = (sorted.length - 1) / 2;
  if (sorted.length === 0) return undefined;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

const maximum = (values: Float64Array): number =>
  values.reduce((most, each) => (each > most ? each : most), -Infinity);

/** An absent metric is absent, not `undefined`: a summary is sent as data. */
const withoutGaps = (
  values: Readonly<Record<string, number | undefined>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
