import type { Frame } from '../../contract/frame';
import { getStack } from '../exectrace/analysis-access';
import { goStatus } from '../exectrace/event-type';
import { goroutineFlags, goroutineStates, type TraceAnalysis } from '../exectrace/trace-analysis';
import type { FrameIndex, TextIndex } from './frame-index';
import { findWaitFrame } from './goroutine-groups';
import { joinedFlags, sourceBits, type GoroutineColumns } from './joined-goroutines';

export interface TraceJoin {
  readonly trace: TraceAnalysis;
  /** Row by goid. */
  readonly rows: ReadonlyMap<number, number>;
  readonly texts: TextIndex;
  readonly places: FrameIndex;
  readonly isUserFunction: (name: string) => boolean;
}

/**
 * Fills in what the trace knows of each goroutine.
 * @returns stacks of `go` statements, which `creation` is now an index of; the first is empty.
 */
export function addTraceColumns(
  columns: GoroutineColumns,
  { trace, rows, texts, places, isUserFunction }: TraceJoin,
  { traceStartSeconds }: { readonly traceStartSeconds: number },
): (readonly Frame[])[] {
  const table = trace.goroutines;
  const creations: (readonly Frame[])[] = [[]];
  const creationOf = new Map<number, number>([[0, 0]]);
  /** Place of a stack, by stack: many goroutines share few. */
  const placeOf = new Map<number, number>([[0, 0]]);
  const creation = (stack: number) => {
    let index = creationOf.get(stack);
    if (index === undefined) {
      index = creations.push(getStack(trace.stacks, stack)) - 1;
      creationOf.set(stack, index);
    }
    return index;
  };
  const place = (stack: number) => {
    let index = placeOf.get(stack);
    if (index === undefined) {
      index = places.of(findWaitFrame(getStack(trace.stacks, stack), isUserFunction));
      placeOf.set(stack, index);
    }
    return index;
  };
  const text = (list: readonly string[]) => {
    const known = new Int32Array(list.length).fill(-1);
    return (i: number) => {
      if (i < 0 || i >= list.length) return 0;
      if (known[i]! < 0) known[i] = texts.of(list[i]!);
      return known[i]!;
    };
  };
  const functionText = text(trace.stacks.functions);
  const reasonText = text(table.reasons);
  const stateText = goroutineStates.map((state) => texts.of(state));
  const unknown = texts.of('unknown');
  const states = goroutineStates.length;
  for (let i = 0; i < table.count; i++) {
    const row = rows.get(table.goid[i]!)!;
    const state = table.lastState[i]!;
    columns.traceRow[row] = i;
    columns.sources[row] = sourceBits.trace;
    columns.function[row] = functionText(table.startFunction[i]!) || unknown;
    columns.state[row] = stateText[state]!;
    columns.blockedAt[row] = place(table.lastStack[i]!);
    columns.creation[row] = creation(table.createdBy[i]!);
    columns.createdBy[row] = places.of(creations[columns.creation[row]]![0]);
    columns.parent[row] = table.parent[i]!;
    columns.createdSeconds[row] = traceStartSeconds + table.createdAt[i]! / 1e9;
    columns.endedSeconds[row] = traceStartSeconds + table.endedAt[i]! / 1e9;
    columns.runnableNs[row] = table.stateNs[i * states + goStatus.runnable]!;
    columns.runningNs[row] = table.stateNs[i * states + goStatus.running]!;
    columns.syscallNs[row] = table.stateNs[i * states + goStatus.syscall]!;
    columns.waitingNs[row] = table.stateNs[i * states + goStatus.waiting]!;
    let flags = 0;
    if (table.flags[i]! & (goroutineFlags.agent | goroutineFlags.system)) {
      flags |= joinedFlags.system;
    }
    if (state === goStatus.ended) flags |= joinedFlags.ended;
    if (state === goStatus.waiting) {
      columns.waitReason[row] = reasonText(table.lastReason[i]!);
      columns.waitingSeconds[row] = traceStartSeconds + table.lastSince[i]! / 1e9;
      const existing = (table.flags[i]! & goroutineFlags.existing) !== 0;
      if (existing && table.lastSince[i] === table.firstSeen[i]) flags |= joinedFlags.waitingLonger;
    }
    columns.flags[row] = flags;
  }
  return creations;
}
