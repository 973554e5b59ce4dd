import type { EventBlock, GenerationContext, TraceSink } from '../event-block';
import { eventType as ev } from '../event-type';
import type { ClockSnapshot } from '../trace-analysis';

/** How much of everything, and the clocks. */
export class EventCounter implements TraceSink {
  readonly byType = new Float64Array(256);
  readonly clocks: ClockSnapshot[] = [];
  endNs = 0;
  private gomaxprocs = 0;
  private highestProc = -1;
  private highestThread = 0;

  onGeneration(generation: GenerationContext): void {
    if (generation.clock !== undefined) this.clocks.push(generation.clock);
  }

  onEvents(block: EventBlock): void {
    const { type, thread, proc, value, length, typeCounts } = block;
    const { byType } = this;
    for (let t = 0; t < byType.length; t++) byType[t]! += typeCounts[t]!;
    let highestProc = this.highestProc;
    let highestThread = this.highestThread;
    for (let i = 0; i < length; i++) {
      if (proc[i]! > highestProc) highestProc = proc[i]!;
      if (thread[i]! > highestThread) highestThread = thread[i]!;
    }
    if (typeCounts[ev.procsChange]! > 0) {
      const at = type.lastIndexOf(ev.procsChange, length - 1);
      this.gomaxprocs = value[at]!;
    }
    this.highestProc = highestProc;
    this.highestThread = highestThread;
    this.endNs = block.time[length - 1]!;
  }

  get procs(): number {
    return this.gomaxprocs > 0 ? this.gomaxprocs : this.highestProc + 1;
  }

  get cpuSamples(): number {
    return this.byType[ev.cpuSample]!;
  }

  get threads(): number {
    return this.highestThread;
  }
}
