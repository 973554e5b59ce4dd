import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev } from '../event-type';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import type { ClockSnapshot } from '../trace-analysis';

/** How much of everything, and the clocks. FollowedBlock must have taken the block before. */
export class EventCounter implements TraceSink {
  readonly byType = new Float64Array(256);
  readonly clocks: ClockSnapshot[] = [];
  endNs = 0;
  private gomaxprocs = 0;
  /** Of the block at hand. */
  private readonly typeCounts: Int32Array;

  constructor(private readonly kernel: Kernel) {
    this.typeCounts = kernel.i32(layout.typeCountsArray, 256);
    kernel.words[layout.highestProc] = -1;
  }

  onGeneration(generation: GenerationContext): void {
    if (generation.clock !== undefined) this.clocks.push(generation.clock);
  }

  onEvents(block: EventBlock): void {
    const { type, value, length } = block;
    const { byType, typeCounts } = this;
    this.kernel.calls.tally(length);
    for (let t = 0; t < byType.length; t++) byType[t]! += typeCounts[t]!;
    if (typeCounts[ev.procsChange]! > 0) {
      const at = type.lastIndexOf(ev.procsChange, length - 1);
      this.gomaxprocs = value[at]!;
    }
    this.endNs = block.time[length - 1]!;
  }

  get procs(): number {
    return this.gomaxprocs > 0 ? this.gomaxprocs : this.kernel.words[layout.highestProc]! + 1;
  }

  get cpuSamples(): number {
    return this.byType[ev.cpuSample]!;
  }

  get threads(): number {
    return this.kernel.words[layout.highestThread]!;
  }
}
