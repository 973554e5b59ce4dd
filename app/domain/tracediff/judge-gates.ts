import type { TraceDiff, TraceDiffRow, TraceGateOutcome } from '../../contract/trace-diff';
import { blockingKinds } from '../exectrace/time-analysis';
import { benjaminiHochberg } from '../stats/benjamini-hochberg';
import { falseDiscoveryRate } from './compare-values';
import { formatChange, formatMetricValue } from './format-value';
import type { Gate } from './gate';
import { tableNames, weightOf } from './metrics';

export interface JudgeOptions {
  /** Fail on the size of a difference even where the test does not show it. */
  readonly any: boolean;
}

/** A row that a gate looks at. */
interface Asked {
  readonly row: TraceDiffRow;
  /** Undefined: nothing to compare. */
  readonly exceeds: boolean | undefined;
  q: number | undefined;
}

/**
 * What each gate says of a comparison. A gate against side A (`+20%`, `+100`) fails only on a
 * difference that the test shows, where there are runs enough for one: a gate is a question asked
 * beforehand, so its p value is adjusted for what the gates ask, not for the whole table. A gate on
 * the value of B alone (`5ms`) needs no test.
 */
export function judgeGates(
  diff: TraceDiff,
  gates: readonly Gate[],
  { any }: JudgeOptions,
): TraceGateOutcome[] {
  const asked = gates.map((gate) =>
    rowsOf(diff, gate).map((row): Asked => ({ row, exceeds: exceeds(gate, row), q: undefined })),
  );
  const compared = asked.flatMap((rows, i) => (gates[i]!.of === 'value' ? [] : rows));
  const tested = compared.filter(({ row }) => row.p !== undefined);
  const q = benjaminiHochberg(tested.map(({ row }) => row.p!));
  tested.forEach((each, i) => (each.q = q[i]));
  return gates.map((gate, i) => judge(diff, gate, asked[i]!, any));
}

function judge(
  diff: TraceDiff,
  gate: Gate,
  asked: readonly Asked[],
  any: boolean,
): TraceGateOutcome {
  const needsTest = diff.tested && !any && gate.of !== 'value';
  const isShown = ({ q }: Asked) => !needsTest || (q !== undefined && q <= falseDiscoveryRate);
  const fails = (each: Asked) => each.exceeds === true && isShown(each);
  const failing = asked.filter(fails);
  const outcome = { gate: gate.text, metric: gate.metric.name };
  const worst = pickWorst(gate, failing.length > 0 ? failing : asked);
  if (worst === undefined || worst.exceeds === undefined) {
    const says =
      asked.length === 0 ? `No row matches [${gate.match}].` : 'A side has no value to compare.';
    return { ...outcome, state: 'skipped', says, ...(worst && { row: worst.row }) };
  }
  const state = failing.length > 0 ? 'failed' : 'passed';
  const contributor = contributorOf(diff, gate, worst.row);
  return {
    ...outcome,
    state,
    says: explain(gate, worst, failing.length, !fails(worst) && worst.exceeds),
    row: worst.row,
    ...(worst.q !== undefined && { q: worst.q }),
    ...(state === 'failed' && contributor && { contributor }),
  };
}

function rowsOf(diff: TraceDiff, { metric, match }: Gate): readonly TraceDiffRow[] {
  if (match === undefined) return diff.metrics.filter((row) => row.metric === metric.name);
  const rows = metric.table === undefined ? [] : diff[metric.table];
  return rows.filter((row) => row.metric === metric.name && isMatch(row, match));
}

/** By part of the key (functions, wait reason), or by `file.go:12` of any frame. */
function isMatch({ key = '', stack = [] }: TraceDiffRow, match: string): boolean {
  if (match === '*' || key.includes(match)) return true;
  return stack.some(({ file, line }) => {
    const place = `${file}:${line}`;
    return place === match || place.endsWith(`/${match}`);
  });
}

function exceeds(gate: Gate, row: TraceDiffRow): boolean | undefined {
  const value = measured(gate, row);
  if (value === undefined) return undefined;
  return gate.operator === '>' ? value > gate.limit : value < gate.limit;
}

/** What is held against the limit; a change from nothing to something is without bound. */
function measured({ of }: Gate, { a, b, delta }: TraceDiffRow): number | undefined {
  if (of === 'value') return b;
  if (of === 'change' || delta === undefined || a === undefined) return delta;
  if (delta === 0) return 0;
  return delta / Math.abs(a);
}

function pickWorst(gate: Gate, asked: readonly Asked[]): Asked | undefined {
  const sign = gate.operator === '>' ? 1 : -1;
  const badness = ({ row }: Asked) => {
    const value = measured(gate, row);
    return value === undefined ? -Infinity : sign * value;
  };
  let worst = asked[0];
  for (const each of asked) {
    // From nothing both are without bound: then the larger change is the worse one.
    const [now, before] = [badness(each), badness(worst!)];
    const isLarger = Math.abs(each.row.delta ?? 0) > Math.abs(worst!.row.delta ?? 0);
    if (now > before || (now === before && isLarger)) worst = each;
  }
  return worst;
}

/** For a metric of the whole program: the row of its table that moved most the same way. */
function contributorOf(
  diff: TraceDiff,
  { metric, match }: Gate,
  row: TraceDiffRow,
): TraceDiffRow | undefined {
  if (match !== undefined) return row;
  const [name, kind] = contributing(metric.name);
  const table = tableNames.find((each) => weightOf[each] === name || each === metric.table);
  if (table === undefined) return undefined;
  const sign = Math.sign(row.delta ?? 0);
  const moved = diff[table].filter(
    (each) =>
      each.metric === name &&
      sign * (each.delta ?? 0) > 0 &&
      (kind === undefined || each.kind === kind),
  );
  return moved.sort((l, r) => sign * ((r.delta ?? 0) - (l.delta ?? 0)))[0];
}

/** The metric of table rows that a metric of the whole program is made of, and which rows. */
function contributing(name: string): readonly [metric: string, kind: string | undefined] {
  const kind = blockingKinds.find((each) => name === `blocked.${each}`);
  return kind === undefined ? [name, undefined] : [weightOf.blocked, kind];
}

function explain(gate: Gate, { row, q }: Asked, failing: number, isChance: boolean): string {
  const what = row.key === undefined ? gate.metric.name : `${gate.metric.name} of ${row.key}`;
  const values =
    row.a === undefined
      ? formatMetricValue(row.b ?? 0, row.unit)
      : `${formatMetricValue(row.a, row.unit)} → ${formatMetricValue(row.b ?? 0, row.unit)}`;
  const change = row.delta === undefined ? '' : ` (${formatChange(row)})`;
  const test = q === undefined ? '' : `; q = ${q.toPrecision(2)}`;
  const doubt = isChance ? ', which may be chance' : '';
  const more = failing > 1 ? `, and ${failing - 1} more beyond the limit` : '';
  return `${what}: ${values}${change}${test}${doubt}${more}.`;
}
