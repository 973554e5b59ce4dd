import type { DurationNs, GoroutineId } from '../../../contract/units';
import { getStack } from '../analysis-access';
import { goStatus } from '../event-type';
import {
  goroutineFlags,
  goroutineStates,
  type BlockedPlace,
  type GoroutineGroup,
  type GoroutineTable,
  type StackTable,
} from '../trace-analysis';
import { flagsOfFunction } from './function-flags';
import type { GoroutineRecorder } from './goroutine-recorder';
import type { TimeBuckets } from './time-buckets';

const maxPlaces = 20;
const maxGoids = 1000;
const stateCount = goroutineStates.length;

export interface GoroutineResult {
  readonly table: GoroutineTable;
  readonly groups: readonly GoroutineGroup[];
  readonly buckets: { readonly count: number; readonly width: DurationNs };
}

/** Closes what is open at `endNs` and makes the tables. Groups are sorted by how many live. */
export function finishGoroutines(
  recorder: GoroutineRecorder,
  buckets: TimeBuckets,
  stacks: () => StackTable,
  endNs: number,
): GoroutineResult {
  const { live, ended, states } = recorder;
  let rows = recorder.endedRows;
  for (let slot = 0; slot < states.count; slot++) {
    if (states.stateOf(slot) === goStatus.ended) continue;
    recorder.complete(slot);
    states.writeTo(live, slot);
    const state = live.lastState[slot]!;
    const cell = slot * stateCount + state;
    live.stateNs[cell] = live.stateNs[cell]! + endNs - live.lastSince[slot]!;
    if (state !== goStatus.waiting) live.lastReason[slot] = 0;
    ended.copy(live, slot, rows++);
  }
  const records = recorder.groups.groups;
  const order = records
    .map((_, i) => i)
    .sort((a, b) => recorder.groups.aliveOf(b) - recorder.groups.aliveOf(a));
  const rank = new Int32Array(records.length);
  order.forEach((group, i) => (rank[group] = i));
  for (let row = 0; row < rows; row++) ended.group[row] = rank[ended.group[row]!]!;
  const { texts: reasons, endedWithoutRow } = recorder;
  const table = { ...ended.trimmed(rows), reasons, endedWithoutRow };
  const count = buckets.countFor(endNs);
  const context = { recorder, table, stacks: stacks(), count, endNs };
  const living = livingByGroup(table, records.length);
  const groups = order.map((group, i) => describe(group, living[i]!, context));
  return { table, groups, buckets: { count, width: buckets.widthNs as DurationNs } };
}

function livingByGroup(table: GoroutineTable, groups: number): number[][] {
  const living = Array.from({ length: groups }, (): number[] => []);
  for (let row = 0; row < table.count; row++) {
    if (Number.isNaN(table.endedAt[row]!)) living[table.group[row]!]!.push(row);
  }
  return living;
}

interface Context {
  readonly recorder: GoroutineRecorder;
  readonly table: GoroutineTable;
  readonly stacks: StackTable;
  readonly count: number;
  readonly endNs: number;
}

function describe(group: number, living: readonly number[], context: Context): GoroutineGroup {
  const { recorder, table, stacks, count, endNs } = context;
  const { groups } = recorder;
  const record = groups.groups[group]!;
  const startFunction = stacks.functions[record.startFunction] ?? '';
  const creationStack = getStack(stacks, record.createdBy);
  const createdIn = Uint32Array.from(groups.createdIn(group).subarray(0, count));
  const endedIn = Uint32Array.from(groups.endedIn(group).subarray(0, count));
  const aliveAt = new Float64Array(count);
  let alive = record.existing;
  for (let i = 0; i < count; i++) {
    alive += createdIn[i]! - endedIn[i]!;
    aliveAt[i] = alive;
  }
  const goids = living.map((row) => table.goid[row]!).sort((a, b) => a - b);
  const flags = flagsOfFunction(startFunction);
  return {
    startFunction,
    creationStack,
    createdBy: creationStack[0],
    existing: record.existing,
    created: groups.createdOf(group),
    ended: groups.endedOf(group),
    alive: groups.aliveOf(group),
    blocked: placesOf(living, table, stacks),
    goids: goids.slice(0, maxGoids) as GoroutineId[],
    createdIn,
    endedIn,
    aliveAt,
    strips: groups.stripsOf(record).map((strip) => strip.finish(endNs)),
    agent: (flags & goroutineFlags.agent) !== 0,
    system: (flags & goroutineFlags.system) !== 0,
  };
}

function placesOf(
  living: readonly number[],
  table: GoroutineTable,
  stacks: StackTable,
): readonly BlockedPlace[] {
  const counts = new Map<number, { row: number; count: number }>();
  const reasons = table.reasons.length;
  for (const row of living) {
    const place = table.lastStack[row]! * reasons + table.lastReason[row]!;
    const key = place * stateCount + table.lastState[row]!;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { row, count: 1 });
    else known.count++;
  }
  const places = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, maxPlaces);
  return places.map(({ row, count }) => ({
    state: goroutineStates[table.lastState[row]!] ?? 'undetermined',
    reason: table.reasons[table.lastReason[row]!] ?? '',
    stack: getStack(stacks, table.lastStack[row]!),
    count,
  }));
}
