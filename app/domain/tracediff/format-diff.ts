import type {
  TraceDiffDocument,
  TraceDiffRow,
  TraceDiffRun,
  TraceDiffVerdict,
  TraceGateOutcome,
} from '../../contract/trace-diff';
import { baseName, formatMs } from '../format/format';
import { testedRuns } from './compare-values';
import { formatChange, formatMetricValue } from './format-value';
import { isHeadline, tableNames, weightOf } from './metrics';
import { formatPlace, placeOf } from './place';
import { byRegression } from './order';
import { otherMetrics, reachOf } from './reach';

/** Rows of a table that are printed. */
const printedRows = 10;
/** Of those that are not shown to differ. */
const notShownRows = 3;

/** How words are coloured; the identity where there is no colour. */
export type Paint = (text: string, as: TraceDiffVerdict | 'heading') => string;

const headings = {
  pauses: 'Stop-the-world by kind',
  functions: 'Scheduling latency by function',
  blocked: 'Blocked time by reason and stack',
  goroutines: 'Goroutines by creation stack',
} as const;

/** A comparison as a person reads it on a terminal: what got worse first, a word beside each arrow. */
export function formatDiff(diff: TraceDiffDocument, paint: Paint): string {
  const lines = [
    `A  ${describeRuns(diff.a)}`,
    `B  ${describeRuns(diff.b)}`,
    diff.tested
      ? 'Medians; tested by Mann–Whitney U, at most 5 % of the differences called are false (Benjamini–Hochberg):'
      : `Medians; fewer than ${testedRuns} runs a side: nothing is tested, differences may be chance.`,
    ...(diff.tested ? describeFamilies(diff) : []),
    'What piles up is per second of trace.',
    ...section('Metrics', diff.metrics, paint, Infinity),
  ];
  for (const table of tableNames) {
    const rows = diff[table].filter(({ verdict }) => called.has(verdict));
    const count = new Set(diff[table].map(({ key }) => key)).size;
    if (rows.length === 0) {
      const none = diff.tested ? 'none is shown to differ' : 'none differs';
      lines.push('', paint(headings[table], 'heading'), `  ${count} rows, ${none}`);
    } else lines.push(...section(headings[table], mainRows(rows, table), paint, printedRows));
    lines.push(...describeNotShown(diff, table, new Set(rows.map(({ key }) => key)), paint));
  }
  if (diff.gates.length > 0) {
    lines.push('', paint('Gates', 'heading'), ...diff.gates.map((each) => formatGate(each, paint)));
  }
  return `${lines.join('\n')}\n`;
}

/** Verdicts that say of a row that it differs. */
const called: ReadonlySet<TraceDiffVerdict> = new Set(['worse', 'better', 'changed'] as const);

/** What is tested together, and what the runs can show of it. */
function describeFamilies(diff: TraceDiffDocument): string[] {
  const headline = diff.metrics.map(({ metric }) => metric).filter(isHeadline);
  const families = `${headline.join(', ')} together, all others together, each table by itself.`;
  const reach = reachOf(diff, otherMetrics(diff));
  if (reach === undefined) return [families];
  const { tests, leastQ, runsNeeded } = reach;
  return [
    families,
    `Of the ${tests} others one alone reaches q = ${leastQ.toPrecision(2)} with these runs; from ${runsNeeded} a side on it can be shown.`,
  ];
}

/** Rows of a table that look different, most weight first, and what it takes to know. */
function describeNotShown(
  diff: TraceDiffDocument,
  table: (typeof tableNames)[number],
  told: ReadonlySet<string | undefined>,
  paint: Paint,
): string[] {
  const tested = diff[table].filter(
    ({ metric, q }) => metric === weightOf[table] && q !== undefined,
  );
  const rows = tested.filter(({ key, verdict }) => verdict === 'not-shown' && !told.has(key));
  if (rows.length === 0) return [];
  const reach = reachOf(diff, tested);
  const needed = reach === undefined ? '' : `; ${reach.runsNeeded} a side could show one of them`;
  return [
    `  ${rows.length} that the runs do not show to differ${needed}:`,
    ...toLines(rows.slice(0, notShownRows), paint),
  ];
}

/** One row a key, by the metric that weighs it; other metrics only where that one is the same. */
function mainRows(
  rows: readonly TraceDiffRow[],
  table: (typeof tableNames)[number],
): readonly TraceDiffRow[] {
  const main = new Map<string, TraceDiffRow>();
  for (const row of [...rows].sort(byRegression)) {
    const key = row.key ?? '';
    const known = main.get(key);
    if (known === undefined || row.metric === weightOf[table]) main.set(key, row);
  }
  return [...main.values()];
}

function describeRuns(runs: readonly TraceDiffRun[]): string {
  const [first] = runs;
  if (runs.length === 1) return `${first!.file}, ${formatMs(first!.durationNs / 1e6)}`;
  const folder = first!.file.slice(0, -baseName(first!.file).length);
  const isFolder = folder !== '' && runs.every(({ file }) => file.startsWith(folder));
  const place = isFolder
    ? `${folder} (${runs.length} traces`
    : `${first!.file} (and ${runs.length - 1} more`;
  const lengths = runs.map((run) => run.durationNs).sort((l, r) => l - r);
  const range = `${formatMs(lengths[0]! / 1e6)} to ${formatMs(lengths[lengths.length - 1]! / 1e6)}`;
  return `${place}, ${range} each)`;
}

function section(
  title: string,
  rows: readonly TraceDiffRow[],
  paint: Paint,
  limit: number,
): string[] {
  const sorted = rows.filter(isTold).sort(byRegression);
  const lines = toLines(sorted.slice(0, limit), paint);
  const left = sorted.length - lines.length;
  if (left > 0) lines.push(`  and ${left} more: --json has them all`);
  return ['', paint(title, 'heading'), ...lines];
}

/** Rows as columns that are in line. */
function toLines(rows: readonly TraceDiffRow[], paint: Paint): string[] {
  const cells = rows.map(toCells);
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((row) => row[i]!.length))) ?? [];
  return cells.map((row, index) => {
    const [mark, metric, ...rest] = row.map((cell, i) =>
      numeric.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
    );
    const text = `  ${paint(mark!, rows[index]!.verdict)}  ${[metric, ...rest].join('  ')}`;
    return text.trimEnd();
  });
}

/** Nothing on both sides is nothing to tell. */
const isTold = ({ a = 0, b = 0 }: TraceDiffRow) => a !== 0 || b !== 0;

/** Columns that are set to the right: A, B, change. */
const numeric = new Set([2, 4, 5]);

function toCells(row: TraceDiffRow): string[] {
  const { unit, verdict, metric, q } = row;
  const value = (of: number | undefined) => (of === undefined ? '–' : formatMetricValue(of, unit));
  return [
    `${arrowOf(row)} ${(verdict === 'not-shown' ? 'not shown' : verdict).padEnd(9)}`,
    metric,
    value(row.a),
    '→',
    value(row.b),
    formatChange(row),
    q === undefined ? '' : `q ${q < 0.001 ? '< 0.001' : `= ${q.toFixed(3)}`}`,
    formatSubject(row),
  ];
}

function arrowOf({ delta = 0, verdict }: TraceDiffRow): string {
  if (verdict === 'unknown') return '?';
  if (verdict === 'same') return '=';
  if (verdict === 'not-shown') return '~';
  return delta > 0 ? '▲' : '▼';
}

/** `sync.Mutex.Lock in main.worker (main.go:41)`; empty for the whole program. */
export function formatSubject({ key, about, stack }: TraceDiffRow): string {
  const place = placeOf(stack);
  if (place === undefined) return key ?? '';
  const where = `${place.function} (${formatPlace(place)})`;
  return about === undefined ? where : `${about} in ${where}`;
}

const gateMarks = { passed: '✓', failed: '✗', skipped: '–' } as const;
const gateVerdicts = { passed: 'better', failed: 'worse', skipped: 'unknown' } as const;

function formatGate(
  { gate, state, says, row, contributor }: TraceGateOutcome,
  paint: Paint,
): string {
  const most =
    contributor === undefined || contributor.key === undefined
      ? ''
      : `\n      ${row?.key === undefined ? 'most by' : 'at'} ${formatSubject(contributor)}`;
  return `  ${paint(`${gateMarks[state]} ${state.padEnd(7)}`, gateVerdicts[state])}  ${gate}: ${says}${most}`;
}
