import type { Frame } from '../../contract/frame';
import type { GoroutineColumn, GoroutineDetail, GoroutineRow } from '../../contract/goroutines';
import { getStack } from '../exectrace/analysis-access';
import { baseName } from '../format/format';
import type { GoroutineSources } from './join-goroutines';
import { joinedFlags, sourceBits, type JoinedGoroutines } from './joined-goroutines';

/** One row as an object: only what is shown is ever made. */
export function describeGoroutine(table: JoinedGoroutines, row: number): GoroutineRow {
  const { texts, places } = table;
  const flags = table.flags[row]!;
  const number = (column: Float64Array) => (Number.isNaN(column[row]!) ? undefined : column[row]!);
  const place = (column: Int32Array) => (column[row] === 0 ? undefined : places[column[row]!]);
  const parent = table.parent[row]!;
  return {
    goid: table.goid[row]!,
    function: texts[table.function[row]!]!,
    state: texts[table.state[row]!]!,
    waitReason: texts[table.waitReason[row]!]!,
    blockedAt: place(table.blockedAt),
    createdBy: place(table.createdBy),
    parent: parent > 0 ? parent : undefined,
    createdAtSeconds: number(table.createdSeconds),
    endedAtSeconds: number(table.endedSeconds),
    waitingSinceSeconds: number(table.waitingSeconds),
    waitingLonger: (flags & joinedFlags.waitingLonger) !== 0,
    runningNs: number(table.runningNs),
    runnableNs: number(table.runnableNs),
    waitingNs: number(table.waitingNs),
    syscallNs: number(table.syscallNs),
    provenStuck: (flags & joinedFlags.stuck) !== 0,
    sources: sourcesOf(table.sources[row]!),
  };
}

function sourcesOf(bits: number): GoroutineRow['sources'] {
  const names: GoroutineRow['sources'] = ['profile', 'trace', 'memory'];
  return names.filter((name) => (bits & sourceBits[name]) !== 0);
}

/** Row of a goroutine; −1 when no leg knows it. */
export function findGoroutine({ goid, count }: JoinedGoroutines, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (goid[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return goid[low] === wanted ? low : -1;
}

/** All that the legs know of one goroutine, stacks included. */
export function detailGoroutine(
  table: JoinedGoroutines,
  { trace, profile, memory }: GoroutineSources,
  row: number,
): GoroutineDetail {
  const inTrace = table.traceRow[row]!;
  const traceStack =
    trace && inTrace >= 0 ? getStack(trace.stacks, trace.goroutines.lastStack[inTrace]!) : [];
  const dump = profile[table.profileRow[row]!];
  const seen = memory[table.memoryRow[row]!];
  const [stack, stackSource]: [readonly Frame[], GoroutineDetail['stackSource']] = seen
    ? [seen.stack, 'memory']
    : dump
      ? [dump.frames, 'profile']
      : [traceStack, traceStack.length > 0 ? 'trace' : undefined];
  return {
    row: describeGoroutine(table, row),
    stack: [...stack],
    stackSource,
    traceStack: [...traceStack],
    creationStack: [...table.creations[table.creation[row]!]!],
    waitsOn: seen?.waitsOn,
  };
}

const cells: Readonly<Record<GoroutineColumn, (row: GoroutineRow) => string | number | undefined>> =
  {
    goid: (row) => row.goid,
    function: (row) => row.function,
    state: (row) => row.state,
    waitReason: (row) => row.waitReason,
    blockedAt: (row) => placeText(row.blockedAt),
    waitingSince: (row) => row.waitingSinceSeconds,
    createdBy: (row) => placeText(row.createdBy),
    createdAt: (row) => row.createdAtSeconds,
    endedAt: (row) => row.endedAtSeconds,
    running: (row) => row.runningNs,
    runnable: (row) => row.runnableNs,
    waiting: (row) => row.waitingNs,
    syscall: (row) => row.syscallNs,
    stuck: (row) => (row.provenStuck ? 'proven' : ''),
    sources: (row) => row.sources.join(' '),
  };

/** Tab-separated with a heading, exact values (seconds, nanoseconds): for a spreadsheet. */
export function printGoroutines(
  table: JoinedGoroutines,
  order: Int32Array,
  columns: readonly { readonly id: GoroutineColumn; readonly title: string }[],
): string {
  const clean = (value: string | number | undefined) =>
    String(value ?? '').replace(/[\t\n\r]/g, ' ');
  const lines = [columns.map(({ title }) => clean(title)).join('\t')];
  for (const row of order) {
    const each = describeGoroutine(table, row);
    lines.push(columns.map(({ id }) => clean(cells[id](each))).join('\t'));
  }
  return lines.join('\n');
}

const placeText = (frame: Frame | undefined) =>
  frame && `${frame.function} ${baseName(frame.file)}:${frame.line}`;
