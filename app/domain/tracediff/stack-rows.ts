import type { Frame } from '../../contract/frame';
import type { SummaryRow } from './trace-summary';

/** Rows of a table that are kept of one trace; those with most weight. */
const rowLimit = 1000;

/** How values of one key come together. */
export interface Merge {
  /** Metrics that add up; all others keep their largest value. */
  readonly added: readonly string[];
  /** The metric whose largest part decides which stack is shown. */
  readonly weight: string;
}

/** What a row is about, beside its stack. */
export interface Subject {
  /** Wait reason or start function; empty for none. */
  readonly about: string;
  readonly kind?: string;
}

interface Collected {
  readonly subject: Subject;
  stack: readonly Frame[];
  largest: number;
  readonly values: Record<string, number>;
}

/**
 * Rows by stack, without the lines of its frames: a statement that moved by an edit above it is the
 * same one in the next build. What falls together is merged.
 */
export class StackRows {
  readonly #rows = new Map<string, Collected>();
  readonly #merge: Merge;

  constructor(merge: Merge) {
    this.#merge = merge;
  }

  add(subject: Subject, stack: readonly Frame[], values: Readonly<Record<string, number>>): void {
    const key = stackKey(subject.about, stack);
    const weight = values[this.#merge.weight] ?? 0;
    const row = this.#rows.get(key);
    if (row === undefined) {
      this.#rows.set(key, { subject, stack, largest: weight, values: { ...values } });
      return;
    }
    if (weight > row.largest) {
      row.largest = weight;
      row.stack = stack;
    }
    for (const [name, value] of Object.entries(values)) {
      const before = row.values[name] ?? 0;
      row.values[name] = this.#merge.added.includes(name)
        ? before + value
        : Math.max(before, value);
    }
  }

  toRows(): readonly SummaryRow[] {
    const rows = [...this.#rows].map(([key, { subject, stack, values }]) => ({
      key,
      ...subject,
      stack,
      values,
    }));
    return heaviest(rows, this.#merge.weight);
  }
}

/** `chan receive at main.worker ← main.main`: unique by functions, readable as it is. */
export function stackKey(about: string, stack: readonly Frame[]): string {
  const functions = stack.map((frame) => frame.function).join(' ← ');
  if (functions === '') return about === '' ? '(unknown)' : about;
  return about === '' ? functions : `${about} at ${functions}`;
}

/** Rows with most of `metric` first, at most `rowLimit`; ties by key, so that runs agree. */
export function heaviest(rows: readonly SummaryRow[], metric: string): readonly SummaryRow[] {
  return [...rows]
    .sort((l, r) => (r.values[metric] ?? 0) - (l.values[metric] ?? 0) || (l.key < r.key ? -1 : 1))
    .slice(0, rowLimit);
}
