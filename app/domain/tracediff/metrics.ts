import type { TraceMetricUnit } from '../../contract/trace-diff';
import { blockingKinds } from '../exectrace/time-analysis';

/** Tables that have a row for each function, stack or kind of pause. */
export const tableNames = ['pauses', 'functions', 'blocked', 'goroutines'] as const;
export type TableName = (typeof tableNames)[number];

/** A quantity that is compared. */
export interface Metric {
  /** As gates spell it: `sched.p99`. */
  readonly name: string;
  readonly unit: TraceMetricUnit;
  /** Which way is better; `neither` for what only describes the load. */
  readonly better: 'lower' | 'higher' | 'neither';
  /** The table that has it for each of its rows too, as `sched.p99[main.worker]`. */
  readonly table?: TableName;
  readonly says: string;
}

const lower = (name: string, unit: TraceMetricUnit, says: string, table?: TableName): Metric => ({
  name,
  unit,
  better: 'lower',
  says,
  ...(table && { table }),
});
const neither = (name: string, unit: TraceMetricUnit, says: string, table?: TableName): Metric => ({
  ...lower(name, unit, says, table),
  better: 'neither',
});

/** Waits that the program asked for, or of which nothing is known. */
export const isChosenWait = (kind: string | undefined) => kind === 'sleep' || kind === 'other';

/** Everything that is compared, in the order in which it is told. */
export const metrics: readonly Metric[] = [
  neither('trace.duration', 'ns', 'length of the trace'),
  neither('procs.busy', 'share', 'part of the Ps that ran goroutines'),
  neither('sched.count', 'count/s', 'goroutines that became runnable and ran', 'functions'),
  lower('sched.p50', 'ns', 'scheduling latency (runnable to running), median', 'functions'),
  lower('sched.p90', 'ns', 'scheduling latency, 90th percentile', 'functions'),
  lower('sched.p99', 'ns', 'scheduling latency, 99th percentile', 'functions'),
  lower('sched.max', 'ns', 'longest scheduling latency', 'functions'),
  lower('sched.total', 'ns/s', 'all scheduling latency together', 'functions'),
  neither('gc.count', 'count/s', 'collections'),
  lower(
    'gc.cpu',
    'share',
    'part of the Ps taken by marking and sweeping, assists and idle marking',
  ),
  lower('gc.assist', 'share', 'part of the Ps taken by mark assists'),
  lower('gc.pause.count', 'count/s', 'pauses of the collector'),
  lower('gc.pause.p50', 'ns', 'pause of the collector, median'),
  lower('gc.pause.p99', 'ns', 'pause of the collector, 99th percentile'),
  lower('gc.pause.max', 'ns', 'longest pause of the collector'),
  lower('gc.pause.total', 'ns/s', 'all pauses of the collector together'),
  neither('stw.count', 'count/s', 'stop-the-world ranges of any kind', 'pauses'),
  lower('stw.p50', 'ns', 'stop-the-world range, median', 'pauses'),
  lower('stw.p99', 'ns', 'stop-the-world range, 99th percentile', 'pauses'),
  lower('stw.max', 'ns', 'longest stop-the-world range', 'pauses'),
  lower('stw.total', 'ns/s', 'all stop-the-world ranges together', 'pauses'),
  {
    name: 'mmu.1ms',
    unit: 'share',
    better: 'higher',
    says: 'least part left to the program, 1 ms',
  },
  {
    name: 'mmu.10ms',
    unit: 'share',
    better: 'higher',
    says: 'least part of the machine left to the program in any 10 ms',
  },
  neither('blocked.waits', 'count/s', 'waits of any kind', 'blocked'),
  lower('blocked.time', 'ns/s', 'time blocked for any reason, summed over goroutines', 'blocked'),
  lower('blocked.max', 'ns', 'longest wait', 'blocked'),
  ...blockingKinds.map((kind) =>
    (isChosenWait(kind) ? neither : lower)(`blocked.${kind}`, 'ns/s', `time blocked: ${kind}`),
  ),
  neither('goroutines.created', 'count/s', 'goroutines created', 'goroutines'),
  neither('goroutines.ended', 'count/s', 'goroutines that ended', 'goroutines'),
  lower('goroutines.alive', 'count', 'goroutines alive at the end of the trace', 'goroutines'),
  lower('heap.floor', 'bytes', 'live heap after a collection, median'),
  lower('heap.slope', 'bytes/s', 'growth of the live heap'),
  lower('heap.peak', 'bytes', 'largest heap in use'),
];

/**
 * One of each topic, tested apart from all others. Six: then five runs a side can show one of them
 * alone (6 × 2/252 < 5 %).
 */
const headline: readonly string[] = [
  'sched.p99',
  'gc.cpu',
  'gc.pause.max',
  'blocked.time',
  'goroutines.alive',
  'heap.floor',
];

/** Whether a metric is among the few that a person looks at first. */
export const isHeadline = (name: string): boolean => headline.includes(name);

/** Metrics of a table's rows. */
export const metricsOf = (table: TableName): readonly Metric[] =>
  metrics.filter((metric) => metric.table === table);

/** The metric of each table whose share decides how much a row matters. */
export const weightOf: Readonly<Record<TableName, string>> = {
  pauses: 'stw.total',
  functions: 'sched.total',
  blocked: 'blocked.time',
  goroutines: 'goroutines.alive',
};

export const findMetric = (name: string): Metric | undefined =>
  metrics.find((metric) => metric.name === name);
