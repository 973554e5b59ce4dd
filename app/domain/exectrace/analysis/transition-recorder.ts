import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import { interest } from './followed-block';
import type { CollectorRecorder } from './collector-recorder';
import type { GoroutineRecorder } from './goroutine-recorder';
import type { SlotStates } from './slot-states';
import type { WaitRecorder } from './wait-recorder';

/**
 * Follows the transitions of goroutines: one loop over the events for all that follows from them. It is in
 * kernel/assembly/follow.ts, for the block that FollowedBlock took last. What its arrays have no place for yet is told here,
 * and so is what goroutines do for the collector.
 */
export class TransitionRecorder implements TraceSink {
  constructor(
    private readonly kernel: Kernel,
    private readonly states: SlotStates,
    private readonly goroutines: GoroutineRecorder,
    private readonly waits: WaitRecorder,
    private readonly collector: CollectorRecorder,
  ) {}

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { calls } = this.kernel;
    const { type, state, length } = block;
    for (let i = calls.follow(0, length); i < length; i = calls.follow(i + 1, length)) {
      if (interest[type[i]!] !== layout.isTransition) {
        this.collector.take(block, i, generation);
      } else {
        const from = state[i]! >> 3;
        if (from === g.ended || from === g.undetermined) this.begin(block, i);
        else this.transition(block, i);
      }
    }
  }

  /** From one state to another. */
  private transition(block: EventBlock, i: number): void {
    const { states, goroutines, waits, collector } = this;
    const { times, marks } = states;
    const { rows } = waits;
    const from = block.state[i]! >> 3;
    const to = block.state[i]! & 7;
    const slot = block.subject[i]!;
    const at = slot << layout.slotShift;
    const now = block.time[i]!;
    const since = times[at + layout.sinceTime]!;
    const elapsed = now - since;
    const stopped = block.stack[i]!;
    times[at + layout.sinceTime] = now;
    times[at + layout.inStateTime + from]! += elapsed;
    marks[at + layout.stateMark] = to;
    const before = marks[at + layout.rowMark]!;
    if (before >= 0) rows.add(before, elapsed);
    if (from === g.running) {
      collector.addRunning(since, now);
      marks[at + layout.stoppedAtMark] = stopped;
      marks[at + layout.reasonMark] = block.text[i]!;
      if (marks[at + layout.histogramMark]! < 0 && stopped > 0) waits.learnFunction(slot, stopped);
      if (marks[at + layout.workMark] !== 0) collector.leave(slot, now, to);
    }
    let next = -1;
    if (to === g.running) {
      marks[at + layout.hasRunMark] = 1;
      if (from === g.runnable) waits.latency.add(marks[at + layout.histogramMark]!, elapsed);
      if (marks[at + layout.workMark] !== 0) collector.enter(slot, block.proc[i]!, now);
    } else if (to === g.runnable) {
      const hasRun = marks[at + layout.hasRunMark] === 1;
      next = hasRun ? rows.ofRunnable(stopped) : rows.ofFirstRunnable(stopped);
      if (from === g.waiting) waits.pairs.add(next, before, elapsed);
    } else if (to === g.waiting) next = rows.ofWait(block.text[i]!, stopped);
    else if (to === g.syscall) next = rows.ofSyscall(stopped);
    marks[at + layout.rowMark] = next;
    if (marks[at + layout.stripMark] !== 0) goroutines.strips[slot]?.transition(now, to);
    if (to === g.ended) goroutines.end(slot, now);
  }

  /** A goroutine is created, or is seen to exist when the trace begins. */
  private begin(block: EventBlock, i: number): void {
    const slot = block.subject[i]!;
    // A status tells what the goroutine has been doing since the generation, the first one, began.
    const isOld = block.state[i]! >> 3 === g.undetermined;
    this.states.begin(slot, block.state[i]! & 7, isOld ? 0 : block.time[i]!);
    const start = block.type[i] === ev.goCreateSyscall ? 0 : block.value[i]!;
    const { sites } = this.goroutines;
    const group = isOld ? -1 : sites.groupOf(block.stack[i]!, start);
    this.goroutines.begin(block, i, group);
    this.waits.begin(block, i, group < 0 ? -1 : sites.histogramOf(group));
    if (this.goroutines.strips[slot] !== undefined) this.states.set(slot, layout.stripMark, 1);
  }
}
