import type { DurationNs, GoroutineId, TraceNs } from '../../../contract/units';
import { goStatus } from '../event-type';
import type { GoroutineStrip } from '../trace-analysis';

/** Begin and end times kept for one goroutine. */
const maxTimes = 256;
const firstResolutionNs = 1000;

/** The running spans of one goroutine, in bounded memory: when full, the smallest gaps close. */
export class StripRecorder {
  private times: number[] = [];
  private resolution = 0;
  private endedAt: number | undefined;

  constructor(
    private readonly goid: number,
    private readonly createdAt: number | undefined,
  ) {}

  transition(time: number, to: number): void {
    const runs = to === goStatus.running || to === goStatus.syscall;
    const open = this.times.length % 2 === 1;
    if (runs && !open) {
      const last = this.times[this.times.length - 1];
      if (last !== undefined && time - last < this.resolution) this.times.pop();
      else this.times.push(time);
    } else if (!runs && open) {
      this.times.push(time);
      if (this.times.length >= maxTimes) this.coarsen();
    }
    if (to === goStatus.ended) this.endedAt = time;
  }

  private coarsen(): void {
    while (this.times.length > maxTimes / 2) {
      this.resolution = Math.max(firstResolutionNs, this.resolution * 2);
      const joined = [this.times[0]!];
      for (let i = 1; i + 1 < this.times.length; i += 2) {
        const gap = this.times[i + 1]! - this.times[i]!;
        if (gap >= this.resolution) joined.push(this.times[i]!, this.times[i + 1]!);
      }
      joined.push(this.times[this.times.length - 1]!);
      this.times = joined;
    }
  }

  /** `end` closes a span that is still open. */
  finish(end: number): GoroutineStrip {
    const times = this.times.length % 2 === 1 ? [...this.times, end] : this.times;
    return {
      goid: this.goid as GoroutineId,
      createdAt: this.createdAt as TraceNs | undefined,
      endedAt: this.endedAt as TraceNs | undefined,
      running: Float64Array.from(times),
      resolution: this.resolution as DurationNs,
    };
  }
}
