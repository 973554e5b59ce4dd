import { flagsOfFunction } from '../exectrace/analysis/function-flags';
import { StackInterner } from '../exectrace/analysis/stack-interner';
import type { EventBlock, GenerationContext, TraceSink } from '../exectrace/event-block';
import { eventType as ev, goStatus as g, procState } from '../exectrace/event-type';
import { withRoomFor } from '../exectrace/growable';
import { goroutineFlags, type ClockSnapshot } from '../exectrace/trace-analysis';
import { DensityLevels } from './density-levels';
import { GoroutineLanes, goroutineMarks, type LaneGroup } from './goroutine-lanes';
import { laneCodec, stateCount, zigzag } from './lane';
import { SiteTable } from './site-table';
import { TileStore, type TileStorage } from './tile-store';

/** By event type: 1 for transitions of goroutines. */
const isTransition = (() => {
  const table = new Uint8Array(256);
  table.fill(1, ev.goCreate, ev.goStatus + 1);
  table.fill(1, ev.goSwitch, ev.goStatusStack + 1);
  return table;
})();

/** A lane that is one per P or thread: index → lane, −1 while none was seen. */
class ContextLanes {
  lane = new Int32Array(64).fill(-1);
  count = 0;

  reserve(index: number): void {
    const from = this.lane.length;
    this.lane = withRoomFor(this.lane, index);
    if (this.lane.length > from) this.lane.fill(-1, from);
    this.count = Math.max(this.count, index + 1);
  }
}

/**
 * Writes the lanes of a trace in one pass: a row for every change, and the pyramid above. What was
 * written so far can be queried at any time. References of rows: of goroutines, the P + 1 while
 * running, who woke or made it (goid; 0: nobody) when runnable; of Ps and threads the goid.
 * Longer than most files: one pass over each event decides on all of its lanes at once.
 */
export class TimelineRecorder implements TraceSink {
  readonly store: TileStore;
  readonly levels: DensityLevels;
  readonly sites = new SiteTable();
  readonly stacks = new StackInterner();
  readonly goroutines = new GoroutineLanes();
  readonly groups: LaneGroup[] = [];
  readonly procs = new ContextLanes();
  readonly threads = new ContextLanes();
  /** By thread index: its id. */
  threadIds = new Float64Array(64);
  readonly clocks: ClockSnapshot[] = [];
  readonly gcLane: number;
  readonly stwLane: number;
  readonly heapLane: number;
  readonly goalLane: number;
  texts: readonly string[] = [''];
  /** Changes written: spans of all lanes. */
  spans = 0;
  /** Everything up to here is written. */
  endNs = 0;

  /** By lane of states: what holds now. */
  private current = new Uint8Array(1024);
  /** By lane of values. */
  private readonly values = new Map<number, number>();
  /** By group × 4: members in each state. */
  private counts = new Float64Array(256);
  /** By slot: index into `goroutines`; −1: none. */
  private ofSlot = new Int32Array(1024).fill(-1);
  private readonly groupIndex = new Map<string, number>();
  private readonly plain: readonly number[];

  /** Tests make tiles and levels small: `poolBlocks` of 64 bytes, levels after so many rows. */
  constructor(storage: TileStorage, poolBlocks?: number, rowsBeforeLevel?: number) {
    this.store = new TileStore(storage, poolBlocks);
    this.levels = new DensityLevels(this.store, rowsBeforeLevel);
    this.plain = [0, 1, 2, 3, 4].map((state) => this.sites.intern(state, 0, 0));
    this.gcLane = this.addStateLane();
    this.stwLane = this.addStateLane();
    this.heapLane = this.levels.addLane(laneCodec.value);
    this.goalLane = this.levels.addLane(laneCodec.value);
  }

  onGeneration(generation: GenerationContext): void {
    this.stacks.beginGeneration(generation);
    this.texts = generation.texts;
    if (generation.clock !== undefined) this.clocks.push(generation.clock);
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { type, length } = block;
    for (let i = 0; i < length; i++) {
      const t = type[i]!;
      if (isTransition[t] === 1) this.goroutine(block, i, t, generation);
      else if (t >= ev.procStart && t <= ev.procStatus) this.proc(block, i);
      else if (t >= ev.stwBegin && t <= ev.heapGoal) this.range(block, i, t);
    }
    if (length > 0) this.endNs = block.time[length - 1]!;
  }

  private goroutine(block: EventBlock, i: number, type: number, generation: GenerationContext) {
    const states = block.state[i]!;
    const from = states >> 3;
    const to = states & 7;
    const slot = block.subject[i]!;
    if (from === g.ended || from === g.undetermined) {
      this.begin(block, i, generation);
    } else if (from === to) {
      return;
    }
    const index = this.ofSlot[slot]!;
    if (index < 0) return;
    const time = block.time[i]!;
    const lane = this.goroutines.lane[index]!;
    const group = this.goroutines.group[index]!;
    const goid = this.goroutines.goid[index]!;
    const current = block.goroutine[i]!;
    const context = current < 0 ? 0 : generation.goroutines.goid[current]!;

    let site = this.plain[2]!;
    let reference = 0;
    if (to === g.running) reference = block.proc[i]! + 1;
    else if (to === g.ended) site = this.plain[0]!;
    else {
      const stack = this.stacks.intern(this.stackOf(block, i, type));
      site = this.sites.intern(to, from === g.running ? block.text[i]! : 0, stack);
      const wakes = to === g.runnable && from !== g.running && from !== g.undetermined;
      if (wakes && context !== goid) reference = context;
    }
    this.write(lane, time, to === g.ended ? 0 : to, site, reference);
    this.count(group, time, from > g.waiting ? 0 : from, to > g.waiting ? 0 : to);
    if (from === g.running || from === g.syscall || to === g.running || to === g.syscall) {
      this.context(block, i, time, to === g.running || to === g.syscall ? to : 0, goid);
    }
    if (to === g.ended) {
      this.goroutines.end[index] = time;
      this.groups[group]!.alive--;
      this.ofSlot[slot] = -1;
      this.store.finishTile(lane);
    }
  }

  /** Stack ids of C threads' calls are none. */
  private stackOf(block: EventBlock, i: number, type: number): number {
    const stack = block.stack[i]!;
    return type === ev.goCreateSyscall || stack < 0 ? 0 : stack;
  }

  /** The goroutine gets or leaves the P and the thread of the event. */
  private context(block: EventBlock, i: number, time: number, state: number, goid: number): void {
    const reference = state === 0 ? 0 : goid;
    const site = this.plain[state]!;
    const proc = block.proc[i]!;
    // The status of a goroutine in a system call names the P of whoever tells it.
    const isTold = state === g.syscall && block.state[i]! >> 3 === g.undetermined;
    if (proc >= 0 && !isTold) {
      const lane = this.laneAt(this.procs, proc);
      this.writeContext(lane, time, state, site, reference);
    }
    const thread = block.thread[i]!;
    if (thread > 0) {
      this.writeContext(this.laneAt(this.threads, thread), time, state, site, reference);
    }
  }

  private writeContext(lane: number, time: number, state: number, site: number, goid: number) {
    // A goroutine that ends in a C thread's call lost its P just before.
    if (state > 0 || this.current[lane]! > 0) this.write(lane, time, state, site, goid);
  }

  private laneAt(lanes: ContextLanes, index: number): number {
    lanes.reserve(index);
    const lane = lanes.lane[index]!;
    return lane >= 0 ? lane : (lanes.lane[index] = this.addStateLane());
  }

  private addStateLane(): number {
    const lane = this.levels.addLane(laneCodec.state);
    this.current = withRoomFor(this.current, lane);
    this.current[lane] = 0;
    return lane;
  }

  private write(lane: number, time: number, state: number, site: number, reference: number): void {
    const { store } = this;
    store.beginRow(lane, time);
    store.put(site);
    store.put(reference);
    store.endRow();
    this.spans++;
    this.levels.changeState(lane, time, this.current[lane]!, state);
    this.current[lane] = state;
  }

  private count(group: number, time: number, from: number, to: number): void {
    const { store, counts } = this;
    const base = group * stateCount;
    if (from > 0) counts[base + from - 1] = Math.max(0, counts[base + from - 1]! - 1);
    if (to > 0) counts[base + to - 1] = counts[base + to - 1]! + 1;
    const { lane } = this.groups[group]!;
    store.beginRow(lane, time);
    for (let s = 0; s < stateCount; s++) store.put(counts[base + s]!);
    store.endRow();
    this.levels.changeCounts(lane, time, counts, base);
  }

  /** A goroutine is created, or is seen to exist when the trace begins. */
  private begin(block: EventBlock, i: number, generation: GenerationContext): void {
    const slot = block.subject[i]!;
    const { stacks } = this;
    const isOld = block.state[i]! >> 3 === g.undetermined;
    const hasStart = block.type[i] === ev.goCreate || block.type[i] === ev.goCreateBlocked;
    const stack = stacks.intern(this.stackOf(block, i, block.type[i]!));
    const start = isOld
      ? stacks.rootFunction(stack)
      : stacks.leafFunction(hasStart ? stacks.intern(block.value[i]!) : 0);
    const context = block.goroutine[i]!;
    const isMade = !isOld && context >= 0;
    const parent = isMade ? generation.goroutines.goid[context]! : 0;
    const group = this.groupOf(isOld ? 0 : stack, start, isOld);
    const marks = this.groups[group]!.marks;
    const lane = this.addStateLane();
    const goid = generation.goroutines.goid[slot]!;
    const index = this.goroutines.add(lane, goid, group, parent, block.time[i]!, marks);
    const from = this.ofSlot.length;
    this.ofSlot = withRoomFor(this.ofSlot, slot);
    if (this.ofSlot.length > from) this.ofSlot.fill(-1, from);
    this.ofSlot[slot] = index;
    const record = this.groups[group]!;
    record.members = withRoomFor(record.members, record.memberCount);
    record.members[record.memberCount++] = index;
    record.alive++;
  }

  private groupOf(createdBy: number, start: number, isOld: boolean): number {
    const key = `${isOld} ${createdBy} ${start}`;
    const known = this.groupIndex.get(key);
    if (known !== undefined) return known;
    const startFunction = start < 0 ? '' : this.stacks.functionName(start);
    const flags = flagsOfFunction(startFunction);
    const marks =
      (isOld ? goroutineMarks.existing : 0) |
      ((flags & goroutineFlags.agent) === 0 ? 0 : goroutineMarks.agent) |
      ((flags & goroutineFlags.system) === 0 ? 0 : goroutineMarks.system);
    const lane = this.levels.addLane(laneCodec.counts);
    const group = this.groups.length;
    const members = new Int32Array(4);
    this.groups.push({ lane, startFunction, createdBy, marks, members, memberCount: 0, alive: 0 });
    this.groupIndex.set(key, group);
    this.counts = withRoomFor(this.counts, group * stateCount + stateCount - 1);
    return group;
  }

  /** A P that goes idle has no goroutine any more; one that starts has none yet. */
  private proc(block: EventBlock, i: number): void {
    const proc = block.subject[i]!;
    const lane = this.laneAt(this.procs, proc);
    const to = block.state[i]! & 7;
    if (to === procState.running || this.current[lane] === 0) return;
    this.write(lane, block.time[i]!, 0, this.plain[0]!, 0);
  }

  private range(block: EventBlock, i: number, type: number): void {
    const time = block.time[i]!;
    const { gcLane, stwLane } = this;
    switch (type) {
      case ev.heapAlloc:
        return this.value(this.heapLane, time, block.value[i]!);
      case ev.heapGoal:
        return this.value(this.goalLane, time, block.value[i]!);
      case ev.gcBegin:
      case ev.gcActive:
        if (this.current[gcLane] === 0) this.write(gcLane, time, 2, this.plain[2]!, 0);
        return;
      case ev.gcEnd:
        return this.write(gcLane, time, 0, this.plain[0]!, 0);
      case ev.stwBegin: {
        const stack = this.stacks.intern(block.stack[i]!);
        const site = this.sites.intern(g.running, block.text[i]!, stack);
        return this.write(stwLane, time, 2, site, 0);
      }
      case ev.stwEnd:
        return this.write(stwLane, time, 0, this.plain[0]!, 0);
    }
  }

  private value(lane: number, time: number, value: number): void {
    // The goal may be "never": 2^64 − 1.
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER / 4)) return;
    const { store } = this;
    store.beginRow(lane, time);
    store.put(zigzag(store.atTileStart ? value : value - this.values.get(lane)!));
    store.endRow();
    this.values.set(lane, value);
    this.spans++;
    this.levels.changeValue(lane, time, value);
  }

  /** Ids of the threads seen so far. */
  noteThreads(generation: GenerationContext): void {
    for (let i = 1; i < this.threads.count; i++) {
      this.threadIds = withRoomFor(this.threadIds, i);
      this.threadIds[i] = generation.threads.idOf(i);
    }
  }

  onGenerationEnd(generation: GenerationContext): void {
    this.noteThreads(generation);
  }
}
