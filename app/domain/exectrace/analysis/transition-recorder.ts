import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import type { CollectorRecorder } from './collector-recorder';
import type { GoroutineRecorder } from './goroutine-recorder';
import { markAt, slotShift, timeAt, type SlotStates } from './slot-states';
import type { WaitRecorder } from './wait-recorder';

/** By event type: 0 of no interest, 1 a transition of a goroutine, 2 what `others` take. */
const interest = (() => {
  const table = new Uint8Array(256);
  table.fill(1, ev.goCreate, ev.goStatus + 1);
  table.fill(1, ev.goSwitch, ev.goStatusStack + 1);
  table.fill(2, ev.stwBegin, ev.userRegionEnd + 1);
  table[ev.procsChange] = 2;
  table[ev.generationSync] = 2;
  return table;
})();

/** Takes events that are no transitions of goroutines, one by one. */
export type TakeOther = (block: EventBlock, i: number, generation: GenerationContext) => void;

/**
 * One loop over the events for all that follows from transitions of goroutines: a loop for each recorder would read the
 * columns, which another thread wrote, again and again. The ordinary cases are inline; the recorders do the rest.
 */
export class TransitionRecorder implements TraceSink {
  constructor(
    private readonly states: SlotStates,
    private readonly goroutines: GoroutineRecorder,
    private readonly waits: WaitRecorder,
    private readonly collector: CollectorRecorder,
    private readonly others: TakeOther,
  ) {}

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { type, time, subject, state, text, stack, length } = block;
    const { states, goroutines, waits, collector } = this;
    const { rows, pairs, latency } = waits;
    const { buckets, runningIn } = collector;
    const hasStrips = goroutines.hasStrips;
    let { times, marks } = states;
    let sums = rows.sums;
    let runningNs = 0;
    for (let i = 0; i < length; i++) {
      const kind = interest[type[i]!]!;
      if (kind !== 1) {
        if (kind === 2) this.others(block, i, generation);
        continue;
      }
      const from = state[i]! >> 3;
      const to = state[i]! & 7;
      const slot = subject[i]!;
      const at = slot << slotShift;
      if (from === g.ended || from === g.undetermined) {
        this.begin(block, i, generation);
        ({ times, marks } = states);
        sums = rows.sums;
        continue;
      }
      if (from === to) {
        // A status in a later generation: the state goes on, but now its stack is told.
        if (stack[i]! > 0) marks[at + markAt.stoppedAt] = stack[i]!;
        continue;
      }
      const now = time[i]!;
      const since = times[at + timeAt.since]!;
      const elapsed = now - since;
      const stopped = stack[i]!;
      times[at + timeAt.since] = now;
      times[at + timeAt.inState + from]! += elapsed;
      marks[at + markAt.state] = to;
      const before = marks[at + markAt.row]!;
      let next = -1;
      if (before >= 0) {
        const sum = before << 2;
        sums[sum]!++;
        sums[sum + 1]! += elapsed;
        if (elapsed > sums[sum + 2]!) sums[sum + 2] = elapsed;
      }
      if (from === g.running) {
        runningNs += elapsed;
        buckets.addSpan(runningIn, since, now);
        marks[at + markAt.stoppedAt] = stopped;
        marks[at + markAt.reason] = text[i]!;
        if (marks[at + markAt.histogram]! < 0 && stopped > 0) waits.learnFunction(slot, stopped);
        if (marks[at + markAt.work] !== 0) collector.leave(slot, now, to);
      }
      if (to === g.running) {
        marks[at + markAt.hasRun] = 1;
        if (from === g.runnable) latency.add(marks[at + markAt.histogram]!, elapsed);
        if (marks[at + markAt.work] !== 0) collector.enter(slot, block.proc[i]!, now);
      } else if (to === g.runnable) {
        const hasRun = marks[at + markAt.hasRun] === 1;
        next = hasRun ? rows.ofRunnable(stopped) : rows.ofFirstRunnable(stopped);
        if (from === g.waiting) pairs.add(next, before, elapsed);
      } else if (to === g.waiting) next = rows.ofWait(text[i]!, stopped);
      else if (to === g.syscall) next = rows.ofSyscall(stopped);
      marks[at + markAt.row] = next;
      if (hasStrips) goroutines.strips[slot]?.transition(now, to);
      if (to === g.ended) goroutines.end(slot, now);
      sums = rows.sums;
    }
    collector.runningNs += runningNs;
  }

  /** A goroutine is created, or is seen to exist when the trace begins. */
  private begin(block: EventBlock, i: number, generation: GenerationContext): void {
    const slot = block.subject[i]!;
    // A status tells what the goroutine has been doing since the generation, the first one, began.
    const isOld = block.state[i]! >> 3 === g.undetermined;
    this.states.begin(slot, block.state[i]! & 7, isOld ? 0 : block.time[i]!);
    this.goroutines.begin(block, i, generation);
    this.waits.begin(block, i);
  }
}
