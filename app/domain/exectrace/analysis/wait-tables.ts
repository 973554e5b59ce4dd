import { goStatus } from '../event-type';
import {
  blockingKinds,
  type BlockingTable,
  type RunnableTable,
  type WakeTable,
} from '../time-analysis';
import type { StackTable } from '../trace-analysis';
import { pseudoReason } from './interval-rows';
import * as layout from '../kernel/layout';
import { kindOfWait } from './wait-kind';
import type { WaitRecorder } from './wait-recorder';

/** What the wait recorder tells, as tables. */
export interface WaitTables {
  readonly blocking: BlockingTable;
  readonly runnable: RunnableTable;
  readonly wakes: WakeTable;
}

/** Closes what is open at `endNs` and makes the tables. `texts` is what reasons index. */
export function finishWaits(
  recorder: WaitRecorder,
  stacks: StackTable,
  texts: readonly string[],
  endNs: number,
): WaitTables {
  const { rows, pairs } = recorder;
  const open = countOpen(recorder, endNs);
  const isFirst = (row: number) => rows.reason[row] === pseudoReason.firstRunnable;
  const isRunnable = (row: number) => isFirst(row) || rows.reason[row] === pseudoReason.runnable;
  const isSyscall = (row: number) =>
    rows.reason[row] === pseudoReason.syscall || rows.reason[row] === pseudoReason.oldSyscall;
  const all = Array.from({ length: rows.count }, (_, row) => row);
  const ready = all.filter((row) => isRunnable(row));
  const blocked = all.filter((row) => !isRunnable(row));
  const columns = (list: readonly number[]) => ({
    count: list.length,
    stack: Int32Array.from(list, (row) => rows.stack[row]!),
    waits: Float64Array.from(list, (row) => rows.waitsOf(row) + open.waits[row]!),
    totalNs: Float64Array.from(list, (row) => rows.totalNsOf(row) + open.totalNs[row]!),
    maxNs: Float64Array.from(list, (row) => Math.max(rows.maxNsOf(row), open.maxNs[row]!)),
    openWaits: Float64Array.from(list, (row) => open.waits[row]!),
    openNs: Float64Array.from(list, (row) => open.totalNs[row]!),
  });
  const reasons: string[] = [];
  const reasonIndex = new Map<string, number>();
  const nameOf = (row: number): string =>
    rows.reason[row] === pseudoReason.syscall ? 'syscall' : (texts[rows.reason[row]!] ?? '');
  const kindOf = (row: number): number => {
    if (isSyscall(row)) return blockingKinds.indexOf('syscall');
    const functionAt = functionsOf(stacks, rows.stack[row]!);
    return blockingKinds.indexOf(kindOfWait(nameOf(row), functionAt));
  };
  const blocking: BlockingTable = {
    ...columns(blocked),
    kind: Uint8Array.from(blocked, kindOf),
    reason: Int32Array.from(blocked, (row) => {
      const name = nameOf(row);
      const known = reasonIndex.get(name);
      if (known !== undefined) return known;
      reasonIndex.set(name, reasons.length);
      return reasons.push(name) - 1;
    }),
    reasons,
  };
  const place = new Int32Array(rows.count);
  blocked.forEach((row, i) => (place[row] = i));
  const named = Array.from({ length: pairs.count - 1 }, (_, i) => i + 1);
  const wakes: WakeTable = {
    count: named.length,
    wakerStack: Int32Array.from(named, (pair) => rows.stack[pairs.wakerOf(pair)]!),
    wait: Int32Array.from(named, (pair) => place[pairs.wokenOf(pair)]!),
    wakes: Float64Array.from(named, (pair) => pairs.wakesOf(pair)),
    totalNs: Float64Array.from(named, (pair) => pairs.totalNsOf(pair)),
    maxNs: Float64Array.from(named, (pair) => pairs.maxNsOf(pair)),
    wakesWithoutRow: pairs.wakesOf(0),
  };
  const isFirstRun = Uint8Array.from(ready, (row) => (isFirst(row) ? 1 : 0));
  return { blocking, runnable: { ...columns(ready), isFirstRun }, wakes };
}

/** Intervals that the trace's end cuts, by row. */
function countOpen({ rows, states }: WaitRecorder, endNs: number) {
  const waits = new Float64Array(rows.count);
  const totalNs = new Float64Array(rows.count);
  const maxNs = new Float64Array(rows.count);
  for (let slot = 0; slot < states.count; slot++) {
    const at = states.stateOf(slot) === goStatus.ended ? -1 : states.mark(slot, layout.rowMark);
    if (at < 0) continue;
    const elapsed = endNs - states.since(slot);
    waits[at]!++;
    totalNs[at]! += elapsed;
    maxNs[at] = Math.max(maxNs[at]!, elapsed);
  }
  return { waits, totalNs, maxNs };
}

/** Names of the functions of a stack, by depth from the leaf. */
function functionsOf(stacks: StackTable, stack: number): (depth: number) => string | undefined {
  const begin = stacks.offsets[stack] ?? 0;
  const end = stacks.offsets[stack + 1] ?? begin;
  return (depth) =>
    begin + depth < end
      ? stacks.functions[stacks.frameFunction[stacks.frames[begin + depth]!]!]
      : undefined;
}
