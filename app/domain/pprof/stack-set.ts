import type { PreparedView } from './views/prepare-view';

/** Set on a frame whose call was inlined into the one above it. */
export const inlinedBit = 0x40000000;

/**
 * Stacks of the samples that count, of one view or of two, as cursors: sample `i` has its
 * outermost frame at `next[i]` of `items`, the others before it down to `first[i]`. A reader may
 * move cursors and reorder the samples. Empty stacks are left out.
 */
export interface StackSet {
  readonly length: number;
  readonly next: Int32Array;
  readonly first: Int32Array;
  readonly values: Float64Array;
  /** Samples whose `first` is from here on are the base's. */
  readonly baseFrom: number;
  readonly items: Uint32Array;
  /** Frame of an item; undefined where items are frames, with `inlinedBit`. */
  readonly frameOf: Uint32Array | undefined;
  /** Values of the empty stacks, of the view and of the base. */
  readonly emptyFlat: readonly [view: number, base: number];
}

/** Where locations are frames already, the samples' own column serves; else frames are spread out. */
export function collectStacks(view: PreparedView, base: PreparedView | undefined): StackSet {
  const { start, frame } = view.locationFrames;
  const isPlain = base === undefined && frame.length === start.length - 1;
  const views = base ? [view, base] : [view];
  const rows = views.map(selectCounted);
  const length = rows.reduce((sum, each) => sum + each.length, 0);
  const next = new Int32Array(length);
  const first = new Int32Array(length);
  const values = new Float64Array(length);
  const items = isPlain ? view.samples.locations : new Uint32Array(countAll(views, rows));
  let baseFrom = items.length;
  let total = 0;
  let number = 0;
  views.forEach((each, side) => {
    const { stackStart } = each.samples;
    if (side === 1) baseFrom = total;
    for (const row of rows[side]!) {
      if (isPlain) {
        first[number] = stackStart[row]!;
        next[number] = stackStart[row + 1]! - 1;
      } else {
        first[number] = total;
        total = spread(each, row, items, total);
        next[number] = total - 1;
      }
      values[number++] = each.column.numbers[row]!;
    }
  });
  const emptyFlat = [sumEmpty(view), base ? sumEmpty(base) : 0] as const;
  const frameOf = isPlain ? frame : undefined;
  return { length, next, first, values, baseFrom, items, frameOf, emptyFlat };
}

/** Whether a sample counts in a view. */
function isCounted({ column, included }: PreparedView, sample: number): boolean {
  return column.numbers[sample] !== 0 && (included === undefined || included[sample] === 1);
}

/** Rows of the samples that count and have a stack. */
function selectCounted(view: PreparedView): Uint32Array {
  const { length, stackStart } = view.samples;
  const rows = new Uint32Array(length);
  let count = 0;
  for (let sample = 0; sample < length; sample++) {
    const isEmpty = stackStart[sample] === stackStart[sample + 1];
    if (!isEmpty && isCounted(view, sample)) rows[count++] = sample;
  }
  return rows.subarray(0, count);
}

function sumEmpty(view: PreparedView): number {
  const { length, stackStart } = view.samples;
  let sum = 0;
  for (let sample = 0; sample < length; sample++) {
    const isEmpty = stackStart[sample] === stackStart[sample + 1];
    if (isEmpty && isCounted(view, sample)) sum += view.column.numbers[sample]!;
  }
  return sum;
}

function countAll(views: readonly PreparedView[], rows: readonly Uint32Array[]): number {
  let count = 0;
  views.forEach(({ samples, locationFrames }, side) => {
    const { start } = locationFrames;
    for (const row of rows[side]!) {
      const end = samples.stackStart[row + 1]!;
      for (let at = samples.stackStart[row]!; at < end; at++) {
        const location = samples.locations[at]!;
        count += start[location + 1]! - start[location]!;
      }
    }
  });
  return count;
}

/** Writes a stack's frames, leaf first. @returns where they end. */
function spread(
  { samples, locationFrames }: PreparedView,
  row: number,
  items: Uint32Array,
  from: number,
): number {
  const { start, frame } = locationFrames;
  const end = samples.stackStart[row + 1]!;
  let count = from;
  for (let at = samples.stackStart[row]!; at < end; at++) {
    const location = samples.locations[at]!;
    const outermost = start[location + 1]! - 1;
    for (let each = start[location]!; each <= outermost; each++) {
      items[count++] = each === outermost ? frame[each]! : frame[each]! | inlinedBit;
    }
  }
  return count;
}
