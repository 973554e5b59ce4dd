import { err, ok, type Result } from '../../contract/result';
import type { TraceMetricUnit } from '../../contract/trace-diff';
import { findMetric, metrics, type Metric } from './metrics';

/** What must not be: `sched.p99>+20%`, `gc.pause.max>5ms`, `goroutines.alive[main.serve]>+100`. */
export interface Gate {
  /** As it was written. */
  readonly text: string;
  readonly metric: Metric;
  /** Part of a row's function, stack or place; `*` is every row. Absent: the whole program. */
  readonly match?: string;
  readonly operator: '>' | '<';
  /** `value`: median of B. `change`: b − a. `relative`: (b − a) / a. */
  readonly of: 'value' | 'change' | 'relative';
  /** In the unit of the metric; for `relative` a part of a. */
  readonly limit: number;
}

const grammar =
  /^([a-z][a-z0-9.]*)(?:\[(.+)\])?\s*([<>])\s*([+\-−]?)(\d+(?:\.\d+)?)\s*(%|[a-zµμ]+)?(\/s)?$/i;

const times: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
};
const sizes: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** Reads a gate. The error is for the person: what is wrong with it, and what a gate can be. */
export function parseGate(text: string): Result<Gate, string> {
  const parts = grammar.exec(text.trim());
  if (parts === null) {
    return refuse(text, 'a gate is METRIC, > or <, and a limit such as +20%, 5ms, +100 or 64MiB');
  }
  const [, name = '', match, operator, sign = '', digits, suffix = '', perSecond] = parts;
  const metric = findMetric(name);
  if (metric === undefined) {
    // What is longer than any is no slip of the pen.
    const near = name.length > 40 ? '' : `; the nearest is "${nearestMetric(name)}"`;
    return refuse(text, `there is no metric "${name}"${near}`);
  }
  if (match !== undefined && metric.table === undefined) {
    return refuse(text, `"${name}" has no rows to choose from by [${match}]`);
  }
  const signed = (sign === '' || sign === '+' ? 1 : -1) * Number(digits);
  const base = {
    text,
    metric,
    ...(match !== undefined && { match }),
    operator: operator as Gate['operator'],
  };
  if (suffix === '%' && sign !== '' && perSecond === undefined) {
    return ok({ ...base, of: 'relative', limit: signed / 100 });
  }
  const scale = scaleOf(metric.unit, suffix);
  const isRate = metric.unit.endsWith('/s');
  if (scale === undefined || (perSecond !== undefined && !isRate)) {
    return refuse(text, `"${name}" is compared with ${wanted(metric.unit)}`);
  }
  return ok({ ...base, of: sign === '' ? 'value' : 'change', limit: signed * scale });
}

/** What one unit as written is in the metric's own; undefined when they do not go together. */
function scaleOf(unit: TraceMetricUnit, suffix: string): number | undefined {
  const table: Readonly<Record<string, number>> = {
    ns: times,
    'ns/s': times,
    bytes: sizes,
    'bytes/s': sizes,
    count: { '': 1 },
    'count/s': { '': 1 },
    share: { '%': 0.01 },
  }[unit];
  return Object.hasOwn(table, suffix) ? table[suffix] : undefined;
}

function wanted(unit: TraceMetricUnit): string {
  const relative = 'a change in % with its sign (+20%)';
  switch (unit) {
    case 'ns':
      return `${relative} or a time (5ms, +200us; ns, us, ms, s)`;
    case 'ns/s':
      return `${relative} or a time per second of trace (5ms, +200us; ns, us, ms, s)`;
    case 'bytes':
      return `${relative} or a size (64MiB, +1MiB; B, KiB, MiB, GiB)`;
    case 'bytes/s':
      return `${relative} or a size per second of trace (1MiB, +64KiB; B, KiB, MiB, GiB)`;
    case 'count':
      return `${relative} or a number (100, +10)`;
    case 'count/s':
      return `${relative} or a number per second of trace (100, +10)`;
    case 'share':
      return `${relative} or a part in % without a sign (25%)`;
  }
}

const refuse = (text: string, reason: string): Result<never, string> =>
  err(`The gate "${text}" cannot be used: ${reason}. "trivet help trace" lists the metrics.`);

/** The metric that takes fewest edits to become. */
function nearestMetric(name: string): string {
  const all = metrics.map((metric) => ({
    name: metric.name,
    edits: countEdits(name.toLowerCase(), metric.name),
  }));
  return all.reduce((best, each) => (each.edits < best.edits ? each : best)).name;
}

/** Letters put in, left out or changed from one word to another (Levenshtein), row by row. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
