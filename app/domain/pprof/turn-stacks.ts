import { inlinedBit, type StackSet } from './stack-set';

/** Frames by number: 1 for those of the function in the middle. */
export type Center = Uint8Array;

/**
 * Stacks from the outermost call of a function on, for the tree of what it calls. A recursive call
 * lies in the callees, so that each sample counts once.
 */
export function calleesOf(stacks: StackSet, center: Center): StackSet {
  const kept = keepCentered(stacks, center);
  return { ...stacks, ...kept, emptyFlat: [0, 0] };
}

/**
 * Stacks the other way round, for a tree of callers: leaf first, or from the outermost call of a
 * function up. Of inlined frames nothing is kept: they belong to the code of their caller.
 */
export function callersOf(stacks: StackSet, center?: Center): StackSet {
  const source: Kept = center ? keepCentered(stacks, center) : stacks;
  const { length, values } = source;
  let total = 0;
  for (let i = 0; i < length; i++) total += lengthOf(source, i);
  const items = new Uint32Array(total);
  const next = new Int32Array(length);
  const first = new Int32Array(length);
  let baseFrom = -1;
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (baseFrom < 0 && source.first[i]! >= stacks.baseFrom) baseFrom = count;
    first[i] = count;
    // Above the center lie its callers, from its own frame to the stack's outermost one.
    const from = center ? source.next[i]! : source.first[i]!;
    const to = from + lengthOf(source, i);
    for (let at = to - 1; at >= from; at--) items[count++] = frameAt(stacks, at);
    next[i] = count - 1;
  }
  return {
    ...{ length, next, first, values, items, frameOf: undefined },
    baseFrom: baseFrom < 0 ? count : baseFrom,
    emptyFlat: center ? [0, 0] : stacks.emptyFlat,
  };
}

interface Kept extends Pick<StackSet, 'length' | 'next' | 'first' | 'values'> {
  /** Cursor of each stack's outermost frame; `next` is that of the function. */
  readonly outermost?: Int32Array;
}

function lengthOf({ next, first, outermost }: Kept, sample: number): number {
  if (outermost) return outermost[sample]! - next[sample]! + 1;
  return next[sample]! - first[sample]! + 1;
}

/** Stacks that pass the function, their cursors at its outermost call. */
function keepCentered(stacks: StackSet, center: Center): Kept {
  const next = new Int32Array(stacks.length);
  const first = new Int32Array(stacks.length);
  const outermost = new Int32Array(stacks.length);
  const values = new Float64Array(stacks.length);
  let length = 0;
  for (let i = 0; i < stacks.length; i++) {
    const bottom = stacks.first[i]!;
    let at = stacks.next[i]!;
    while (at >= bottom && center[frameAt(stacks, at)] !== 1) at--;
    if (at < bottom) continue;
    outermost[length] = stacks.next[i]!;
    next[length] = at;
    first[length] = bottom;
    values[length++] = stacks.values[i]!;
  }
  return { length, next, first, values, outermost };
}

function frameAt({ items, frameOf }: StackSet, at: number): number {
  const item = items[at]!;
  return (frameOf === undefined ? item : frameOf[item]!) & ~inlinedBit;
}
