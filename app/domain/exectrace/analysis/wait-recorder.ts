import type { EventBlock, GenerationContext } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import * as layout from '../kernel/layout';
import type { Kernel } from '../kernel/kernel';
import { IntervalRows } from './interval-rows';
import { LatencyHistograms } from './latency-histograms';
import type { SlotStates } from './slot-states';
import type { StackInterner } from './stack-interner';
import { WakePairs } from './wake-pairs';

/**
 * What goroutines wait for when they do not run: for a P (runnable), in system calls, and for one
 * another. Sums by stack, latency by start function, and who ended whose wait; TransitionRecorder adds to them.
 *
 * The interner must have begun the generation before this sink does.
 */
export class WaitRecorder {
  readonly rows: IntervalRows;
  readonly pairs: WakePairs;
  readonly latency: LatencyHistograms;

  constructor(
    kernel: Kernel,
    readonly states: SlotStates,
    private readonly stacks: StackInterner,
  ) {
    this.rows = new IntervalRows(kernel, stacks);
    this.pairs = new WakePairs(kernel);
    this.latency = new LatencyHistograms(kernel);
  }

  onGeneration(generation: GenerationContext): void {
    this.rows.beginGeneration(generation);
  }

  /**
   * A goroutine is created, or is seen to exist when the trace begins; its state is known already. `histogram` is that of
   * the place of its creation.
   */
  begin(block: EventBlock, i: number, histogram: number): void {
    const slot = block.subject[i]!;
    const to = block.state[i]! & 7;
    const stack = block.stack[i]!;
    const isCreated = block.type[i] === ev.goCreate || block.type[i] === ev.goCreateBlocked;
    const { states, rows } = this;
    if (isCreated) states.set(slot, layout.histogramMark, histogram);
    else if (stack > 0) this.learnFunction(slot, stack);
    let row = -1;
    if (to === g.running) states.set(slot, layout.hasRunMark, 1);
    else if (to === g.runnable) row = rows.ofFirstRunnable(stack);
    // A coroutine waits where it starts; its creator's stack says nothing of it.
    else if (to === g.waiting) row = rows.ofWait(0, isCreated ? block.value[i]! : stack);
    else if (to === g.syscall) row = rows.ofOldSyscall(stack);
    states.set(slot, layout.rowMark, row);
  }

  /** The outermost frame of any stack of its own is where a goroutine started. */
  learnFunction(slot: number, stack: number): void {
    const root = this.stacks.rootFunction(this.stacks.intern(stack));
    this.states.set(slot, layout.histogramMark, this.latency.of(this.stacks.functionName(root)));
  }
}
