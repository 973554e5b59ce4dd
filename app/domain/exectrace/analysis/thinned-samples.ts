import type { Samples } from '../trace-analysis';

const capacity = 4096;

/** A series in bounded memory: of four neighbours the lowest and the highest stay. */
export class ThinnedSamples {
  private readonly at: number[] = [];
  private readonly value: number[] = [];
  private total = 0;

  add(at: number, value: number): void {
    this.at.push(at);
    this.value.push(value);
    this.total++;
    if (this.at.length >= capacity) this.thin();
  }

  private thin(): void {
    const { at, value } = this;
    let kept = 0;
    for (let i = 0; i + 3 < at.length; i += 4) {
      let low = i;
      let high = i;
      for (let j = i + 1; j < i + 4; j++) {
        if (value[j]! < value[low]!) low = j;
        if (value[j]! >= value[high]!) high = j;
      }
      for (const j of low < high ? [low, high] : [high, low]) {
        at[kept] = at[j]!;
        value[kept++] = value[j]!;
      }
    }
    at.length = kept;
    value.length = kept;
  }

  finish(): Samples {
    const at = Float64Array.from(this.at);
    return { at, value: Float64Array.from(this.value), total: this.total };
  }
}
