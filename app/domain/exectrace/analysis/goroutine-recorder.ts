import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import { goroutineFlags, goroutineStates } from '../trace-analysis';
import { flagsOfFunction } from './function-flags';
import { GoroutineRows } from './goroutine-rows';
import { GroupRecorder } from './group-recorder';
import type { StackInterner } from './stack-interner';
import { StripRecorder } from './strip-recorder';
import type { TimeBuckets } from './time-buckets';

const stateCount = goroutineStates.length;
/** Goroutines older than the trace whose strips are kept; their group is known only at the end. */
const maxExistingStrips = 256;

/** By event type: 1 for transitions of goroutines. */
const isTransition = (() => {
  const table = new Uint8Array(256);
  table.fill(1, ev.goCreate, ev.goStatus + 1);
  table.fill(1, ev.goSwitch, ev.goStatusStack + 1);
  return table;
})();

/** Follows every goroutine: where it came from, what it did, where it is. */
export class GoroutineRecorder implements TraceSink {
  /** By slot. */
  readonly live = new GoroutineRows();
  readonly ended = new GoroutineRows();
  endedRows = 0;
  endedWithoutRow = 0;
  readonly groups: GroupRecorder;
  /** By slot: 1 while there is a goroutine. */
  alive = new Uint8Array(1024);
  strips: (StripRecorder | undefined)[] = [];
  texts: readonly string[] = [''];
  slotCount = 0;
  /** By slot: where it stopped in this generation, stack id; −1: not in this generation. */
  private stoppedAt = new Int32Array(1024).fill(-1);
  private existingStrips = 0;

  constructor(
    private readonly stacks: StackInterner,
    buckets: TimeBuckets,
    private readonly endedLimit: number,
    private readonly stripLimit: number,
  ) {
    this.groups = new GroupRecorder(buckets, stripLimit);
  }

  onGeneration(generation: GenerationContext): void {
    this.texts = generation.texts;
  }

  /** Stack ids are about to lose their meaning. */
  onGenerationEnd(): void {
    for (let slot = 0; slot < this.slotCount; slot++) {
      const stack = this.stoppedAt[slot]!;
      if (stack >= 0 && this.alive[slot] === 1)
        this.live.lastStack[slot] = this.stacks.intern(stack);
      this.stoppedAt[slot] = -1;
    }
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { type, time, subject, state, text, stack, length } = block;
    let { stateNs, lastState, lastSince, lastReason } = this.live;
    let { stoppedAt } = this;
    const hasStrips = this.stripLimit > 0;
    for (let i = 0; i < length; i++) {
      if (isTransition[type[i]!] === 0) continue;
      const slot = subject[i]!;
      const from = state[i]! >> 3;
      const to = state[i]! & 7;
      if (from === g.ended || from === g.undetermined) {
        this.begin(block, i, generation);
        ({ stateNs, lastState, lastSince, lastReason } = this.live);
        stoppedAt = this.stoppedAt;
        continue;
      }
      if (from === to) {
        // A status in a later generation: the state goes on, but now its stack is told.
        if (stack[i]! > 0) stoppedAt[slot] = stack[i]!;
        continue;
      }
      const now = time[i]!;
      const cell = slot * stateCount + from;
      stateNs[cell] = stateNs[cell]! + now - lastSince[slot]!;
      lastSince[slot] = now;
      lastState[slot] = to;
      if (from === g.running) {
        stoppedAt[slot] = stack[i]!;
        lastReason[slot] = text[i]!;
      }
      if (hasStrips) this.strips[slot]?.transition(now, to);
      if (to === g.ended) this.end(slot, now);
    }
  }

  /** A goroutine is created, or is seen to exist when the trace begins. */
  private begin(block: EventBlock, i: number, generation: GenerationContext): void {
    const slot = block.subject[i]!;
    const { live, stacks } = this;
    const isOld = block.state[i]! >> 3 === g.undetermined;
    // A status tells what the goroutine has been doing since the generation, the first one, began.
    const now = isOld ? 0 : block.time[i]!;
    const goid = generation.goroutines.goid[slot]!;
    this.reserve(slot);
    this.alive[slot] = 1;
    live.goid[slot] = goid;
    live.endedAt[slot] = NaN;
    live.firstSeen[slot] = now;
    live.lastSince[slot] = now;
    live.lastState[slot] = block.state[i]! & 7;
    live.lastReason[slot] = 0;
    live.lastStack[slot] = 0;
    live.stateNs.fill(0, slot * stateCount, (slot + 1) * stateCount);
    const stack = block.stack[i]!;
    if (isOld) {
      live.createdAt[slot] = NaN;
      live.createdBy[slot] = 0;
      live.parent[slot] = -1;
      live.flags[slot] = goroutineFlags.existing;
      live.group[slot] = -1;
      live.startFunction[slot] = stack > 0 ? stacks.rootFunction(stacks.intern(stack)) : -1;
      this.stoppedAt[slot] = stack > 0 ? stack : -1;
      const wantsStrip = this.stripLimit > 0 && this.existingStrips < maxExistingStrips;
      if (wantsStrip) this.existingStrips++;
      this.strips[slot] = wantsStrip ? new StripRecorder(goid, undefined) : undefined;
    } else {
      const startStack = block.type[i] === ev.goCreateSyscall ? 0 : block.value[i]!;
      const parent = block.goroutine[i]!;
      live.createdAt[slot] = now;
      live.createdBy[slot] = stacks.intern(stack);
      live.parent[slot] = parent < 0 ? -1 : generation.goroutines.goid[parent]!;
      live.startFunction[slot] = stacks.leafFunction(stacks.intern(startStack));
      live.flags[slot] = flagsOfFunction(stacks.functionName(live.startFunction[slot]));
      this.stoppedAt[slot] = -1;
      const group = this.groups.ofCreation(live.createdBy[slot], live.startFunction[slot]);
      live.group[slot] = group;
      this.groups.created(group, now);
      this.strips[slot] = this.groups.sample(group, goid, now);
    }
    this.strips[slot]?.transition(now, block.state[i]! & 7);
  }

  private end(slot: number, now: number): void {
    const { live } = this;
    if (live.group[slot]! < 0) this.adopt(slot);
    this.groups.ended(live.group[slot]!, now);
    this.alive[slot] = 0;
    this.strips[slot] = undefined;
    live.endedAt[slot] = now;
    live.lastReason[slot] = 0;
    live.lastStack[slot] = 0;
    if (this.endedRows < this.endedLimit) this.ended.copy(live, slot, this.endedRows++);
    else this.endedWithoutRow++;
  }

  /** Finds the group of a goroutine older than the trace, now that no more will be known of it. */
  adopt(slot: number): void {
    const { live, stacks } = this;
    const alive = this.alive[slot] === 1 && live.lastState[slot] !== g.ended;
    const place = alive ? live.lastStack[slot]! : 0;
    if (live.startFunction[slot]! < 0) live.startFunction[slot] = stacks.rootFunction(place);
    const start = live.startFunction[slot]!;
    live.flags[slot] = live.flags[slot]! | flagsOfFunction(stacks.functionName(start));
    live.group[slot] = this.groups.ofPlace(start, place);
    const record = this.groups.groups[live.group[slot]]!;
    record.existing++;
    const strip = this.strips[slot];
    if (strip !== undefined && record.strips.length < this.stripLimit) record.strips.push(strip);
  }

  private reserve(slot: number): void {
    this.slotCount = Math.max(this.slotCount, slot + 1);
    this.live.reserve(slot);
    const from = this.stoppedAt.length;
    if (slot < from) return;
    this.alive = withRoomFor(this.alive, slot);
    this.stoppedAt = withRoomFor(this.stoppedAt, slot).fill(-1, from);
  }
}
