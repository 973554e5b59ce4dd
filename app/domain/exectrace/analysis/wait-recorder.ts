import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import { IntervalRows } from './interval-rows';
import { LatencyHistograms } from './latency-histograms';
import type { StackInterner } from './stack-interner';
import { WakePairs } from './wake-pairs';

/** By event type: 1 for transitions of goroutines. */
const isTransition = (() => {
  const table = new Uint8Array(256);
  table.fill(1, ev.goCreate, ev.goStatus + 1);
  table.fill(1, ev.goSwitch, ev.goStatusStack + 1);
  return table;
})();

/** The start function is not known yet. */
const unknownFunction = -1;

/**
 * What goroutines wait for when they do not run: for a P (runnable), in system calls, and for one
 * another. Sums by stack, latency by start function, and who ended whose wait.
 *
 * The interner must have begun the generation before this sink does.
 */
export class WaitRecorder implements TraceSink {
  readonly rows: IntervalRows;
  readonly pairs = new WakePairs();
  readonly latency = new LatencyHistograms();
  slotCount = 0;
  /** By slot: row of the interval that goes on, −1 while it runs or when there is no goroutine. */
  row = new Int32Array(1024).fill(-1);
  /** By slot: TraceNs at which it began. */
  since = new Float64Array(1024);
  /** By slot: 1 once it ran within the trace. */
  private hasRun = new Uint8Array(1024);
  /** By slot: index of its histogram, or `unknownFunction`. */
  private histogram = new Int32Array(1024);

  constructor(private readonly stacks: StackInterner) {
    this.rows = new IntervalRows(stacks);
  }

  onGeneration(generation: GenerationContext): void {
    this.rows.beginGeneration(generation);
  }

  onEvents(block: EventBlock): void {
    const { type, time, subject, state, text, stack, length } = block;
    const { rows, pairs } = this;
    const { histograms } = this.latency;
    let { row, since, histogram, hasRun } = this;
    let { waits, totalNs, maxNs } = rows;
    for (let i = 0; i < length; i++) {
      if (isTransition[type[i]!] === 0) continue;
      const from = state[i]! >> 3;
      const to = state[i]! & 7;
      // A status in a later generation: what goes on is not split.
      if (from === to) continue;
      const slot = subject[i]!;
      const now = time[i]!;
      if (from === g.ended || from === g.undetermined) {
        this.begin(block, i);
        ({ row, since, histogram, hasRun } = this);
        ({ waits, totalNs, maxNs } = rows);
        continue;
      }
      const elapsed = now - since[slot]!;
      const before = row[slot]!;
      if (before >= 0) {
        waits[before]!++;
        totalNs[before]! += elapsed;
        if (elapsed > maxNs[before]!) maxNs[before] = elapsed;
      } else if (histogram[slot] === unknownFunction && stack[i]! > 0) {
        this.learnFunction(slot, stack[i]!);
      }
      since[slot] = now;
      let next = -1;
      if (to === g.running) {
        hasRun[slot] = 1;
        if (from === g.runnable) histograms[Math.max(0, histogram[slot]!)]!.add(elapsed);
      } else if (to === g.runnable) {
        const id = stack[i]!;
        next = hasRun[slot] === 1 ? rows.ofRunnable(id) : rows.ofFirstRunnable(id);
        if (from === g.waiting) {
          const pair = pairs.of(next, before);
          pairs.wakes[pair]!++;
          pairs.totalNs[pair]! += elapsed;
          if (elapsed > pairs.maxNs[pair]!) pairs.maxNs[pair] = elapsed;
        }
      } else if (to === g.waiting) next = rows.ofWait(text[i]!, stack[i]!);
      else if (to === g.syscall) next = rows.ofSyscall(stack[i]!);
      row[slot] = next;
      if (rows.waits !== waits) ({ waits, totalNs, maxNs } = rows);
    }
  }

  /** A goroutine is created, or is seen to exist when the trace begins. */
  private begin(block: EventBlock, i: number): void {
    const slot = block.subject[i]!;
    const to = block.state[i]! & 7;
    const stack = block.stack[i]!;
    const isCreated = block.type[i] === ev.goCreate || block.type[i] === ev.goCreateBlocked;
    this.reserve(slot);
    // A status tells what the goroutine has been doing since the generation, the first one, began.
    this.since[slot] = block.state[i]! >> 3 === g.undetermined ? 0 : block.time[i]!;
    this.histogram[slot] = unknownFunction;
    if (isCreated) {
      const start = this.stacks.leafFunction(this.stacks.intern(block.value[i]!));
      this.histogram[slot] = this.latency.of(this.stacks.functionName(start));
    } else if (stack > 0) this.learnFunction(slot, stack);
    this.hasRun[slot] = to === g.running ? 1 : 0;
    if (to === g.runnable) this.row[slot] = this.rows.ofFirstRunnable(stack);
    // A coroutine waits where it starts; its creator's stack says nothing of it.
    else if (to === g.waiting)
      this.row[slot] = this.rows.ofWait(0, isCreated ? block.value[i]! : stack);
    else if (to === g.syscall) this.row[slot] = this.rows.ofOldSyscall(stack);
    else this.row[slot] = -1;
  }

  /** The outermost frame of any stack of its own is where a goroutine started. */
  private learnFunction(slot: number, stack: number): void {
    const root = this.stacks.rootFunction(this.stacks.intern(stack));
    this.histogram[slot] = this.latency.of(this.stacks.functionName(root));
  }

  private reserve(slot: number): void {
    this.slotCount = Math.max(this.slotCount, slot + 1);
    if (slot < this.row.length) return;
    const from = this.row.length;
    this.row = withRoomFor(this.row, slot).fill(-1, from);
    this.since = withRoomFor(this.since, slot);
    this.hasRun = withRoomFor(this.hasRun, slot);
    this.histogram = withRoomFor(this.histogram, slot);
  }
}
