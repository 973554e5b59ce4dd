import { withRoomFor } from '../growable';

/** Points kept at most; beyond, times closer than the resolution are averaged. */
const maxPoints = 1 << 18;
const firstResolutionNs = 1000;

/**
 * What part of the machine the program has, over time: a step function as points (from this time on: this
 * much), in bounded memory. Averaging keeps every integral between points that stay.
 */
export class MutatorUtilisation {
  count = 0;
  /** TraceNs. */
  time = new Float64Array(1024);
  /** 0 to 1. */
  value = new Float64Array(1024);
  /** Nanoseconds below which times were averaged; 0: exact. */
  resolutionNs = 0;

  /** As `addUtil` of Go: equal values are one step, the lowest of one moment counts. */
  add(time: number, value: number): void {
    const last = this.count - 1;
    if (last >= 0) {
      if (this.value[last] === value) return;
      if (this.time[last] === time) {
        if (value < this.value[last]!) this.value[last] = value;
        return;
      }
    }
    if (this.count >= maxPoints) this.coarsen();
    if (this.count >= this.time.length) {
      this.time = withRoomFor(this.time, this.count);
      this.value = withRoomFor(this.value, this.count);
    }
    this.time[this.count] = time;
    this.value[this.count++] = value;
  }

  /** It turns out that until now there was less by `part(time)`. */
  lower(part: (time: number) => number): void {
    for (let i = 0; i < this.count; i++) {
      this.value[i] = Math.max(0, this.value[i]! - part(this.time[i]!));
    }
  }

  /** The last point: where the function ends. */
  end(time: number): void {
    this.time = withRoomFor(this.time, this.count);
    this.value = withRoomFor(this.value, this.count);
    this.time[this.count] = time;
    this.value[this.count++] = 0;
  }

  private coarsen(): void {
    while (this.count > maxPoints / 2) {
      this.resolutionNs = Math.max(firstResolutionNs, this.resolutionNs * 2);
      let kept = 0;
      for (let i = 0; i < this.count;) {
        const cell = Math.floor(this.time[i]! / this.resolutionNs);
        let end = i;
        let sum = 0;
        while (end + 1 < this.count && this.time[end + 1]! < (cell + 1) * this.resolutionNs) {
          sum += this.value[end]! * (this.time[end + 1]! - this.time[end]!);
          end++;
        }
        // Of a cell: its mean up to its last point, and that.
        const first = this.time[i]!;
        if (end > i) {
          this.time[kept] = first;
          this.value[kept++] = sum / (this.time[end]! - first);
        }
        this.time[kept] = this.time[end]!;
        this.value[kept++] = this.value[end]!;
        i = end + 1;
      }
      this.count = kept;
    }
  }
}
