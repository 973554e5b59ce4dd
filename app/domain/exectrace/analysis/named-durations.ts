import { HistogramRecorder } from '../../stats/histogram';
import type { NamedDurations } from '../annotation-analysis';
import type { NamedCount } from '../trace-analysis';

/** Programs put numbers into names; the first this many are counted by name. */
const maxNames = 1000;

interface Record {
  begun: number;
  ended: number;
  readonly durations: HistogramRecorder;
}

/** Counts and durations by name, which is an index of a text of the trace. */
export class NameStatistics {
  private readonly records = new Map<number, Record>();

  begin(text: number): void {
    const record = this.of(text);
    if (record !== undefined) record.begun++;
  }

  /** `duration` is NaN when the begin was not seen. */
  end(text: number, duration: number): void {
    const record = this.of(text);
    if (record === undefined) return;
    record.ended++;
    if (duration >= 0) record.durations.add(duration);
  }

  private of(text: number): Record | undefined {
    let record = this.records.get(text);
    if (record === undefined && this.records.size < maxNames) {
      record = { begun: 0, ended: 0, durations: new HistogramRecorder() };
      this.records.set(text, record);
    }
    return record;
  }

  /** Those that began, most first. */
  counts(texts: readonly string[]): readonly NamedCount[] {
    return [...this.records]
      .filter(([, { begun }]) => begun > 0)
      .map(([text, { begun }]) => ({ name: texts[text] ?? '', count: begun }))
      .sort((a, b) => b.count - a.count);
  }

  finish(texts: readonly string[]): readonly NamedDurations[] {
    return [...this.records]
      .map(([text, record]) => ({ name: texts[text] ?? '', ...record }))
      .sort((a, b) => b.durations.sum - a.durations.sum);
  }
}

/** Names that a column of text indices uses, and the column over them; −1 stays −1. */
export function compactNames(
  column: Int32Array,
  texts: readonly string[],
): { name: Int32Array; names: readonly string[] } {
  const names: string[] = [];
  const index = new Map<number, number>();
  const name = column.map((text) => {
    if (text < 0) return -1;
    const known = index.get(text);
    if (known !== undefined) return known;
    index.set(text, names.length);
    return names.push(texts[text] ?? '') - 1;
  });
  return { name, names };
}
