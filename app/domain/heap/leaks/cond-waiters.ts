import type { HeapGraph } from '../heap-graph';
import type { Goroutine } from '../stack-roots';
import { tracedPointer } from '../stack-roots/parked-on';
import type { RuntimeImage } from '../stack-roots/runtime-image';

export interface CondWaiter {
  readonly sudog: number;
  /** Run-time address of the `notifyList` of the sync.Cond. */
  readonly list: number;
}

/** Waiters of one condition; a longer list loops. */
const maxWaiters = 1 << 24;
/** Size classes have some slack. */
const maxSlackBytes = 32;

/**
 * Goroutines in sync.Cond.Wait by g. One that is no longer in its condition's list has been signalled and is left
 * out, as is one whose list cannot be found.
 */
export function findCondWaiters(
  image: RuntimeImage,
  graph: HeapGraph,
  goroutines: readonly Goroutine[],
): ReadonlyMap<number, CondWaiter> {
  const found = new Map<number, CondWaiter>();
  if (goroutines.length === 0) return found;
  const isPair = image.record('runtime.sudog').fieldBytes('elem') === 16;
  const lists = isPair ? listsNamed(image, goroutines) : listsFound(image, graph, goroutines);
  const gs = new Set(goroutines.map(({ g }) => g));
  const sudog = image.record('runtime.sudog');
  for (const list of lists) {
    for (const waiter of walk(image, list)) {
      const g = sudog.read(waiter, 'g');
      if (gs.has(g)) found.set(g, { sudog: waiter, list });
    }
  }
  return found;
}

/** Waiters from head to tail; none when the last is not the tail: then it is no list. */
function walk(image: RuntimeImage, list: number): readonly number[] {
  const sudog = image.record('runtime.sudog');
  const layout = image.record('runtime.notifyList');
  const waiters: number[] = [];
  let waiter = layout.read(list, 'head');
  while (waiter !== 0 && waiters.length < maxWaiters) {
    waiters.push(waiter);
    waiter = sudog.read(waiter, 'next');
  }
  return waiters[waiters.length - 1] === layout.read(list, 'tail') ? waiters : [];
}

/** From Go 1.26 on a waiter's record names the list. */
function listsNamed(image: RuntimeImage, goroutines: readonly Goroutine[]): ReadonlySet<number> {
  const g = image.record('runtime.g');
  const lists = new Set<number>();
  for (const goroutine of goroutines) {
    const sudog = g.read(goroutine.g, 'waiting');
    const list = sudog === 0 ? 0 : tracedPointer(image, sudog, 'elem');
    if (list !== 0) lists.add(list);
  }
  return lists;
}

/**
 * Before, only the list names its waiters: what refers to a waiter that no other waiter refers to is a list's head.
 * The waiters are the objects of a sudog's size whose g is one of the goroutines.
 */
function listsFound(
  image: RuntimeImage,
  { objects, edges, objectCount, memory, roots }: HeapGraph,
  goroutines: readonly Goroutine[],
): ReadonlySet<number> {
  const { spans, span, address } = objects;
  const sudog = image.record('runtime.sudog');
  const gAt = sudog.offset('g');
  const gs = new Set(goroutines.map(({ g }) => g));
  const isWaiter = new Uint8Array(objectCount);
  for (let object = 0; object < objectCount; object++) {
    const s = span[object]!;
    const slack = spans.elementBytes[s]! - sudog.sizeBytes;
    if (slack < 0 || slack > maxSlackBytes || spans.pointerFree[s] === 1) continue;
    const g = memory.u64(address[object]! + gAt);
    if (g && gs.has(g)) isWaiter[object] = 1;
  }
  const head = image.record('runtime.notifyList').offset('head');
  const lists = new Set<number>();
  const { start, to, offset, nodeCount } = edges;
  for (let node = 0; node < nodeCount; node++) {
    const root = node < objectCount ? undefined : roots[node - objectCount];
    // Who waits has its own record on the stack.
    const isHolder = node < objectCount ? isWaiter[node] === 0 : root?.kind === 'global';
    if (!isHolder) continue;
    for (let e = start[node]!; e < start[node + 1]!; e++) {
      if (to[e]! >= objectCount || isWaiter[to[e]!] !== 1) continue;
      const base = node < objectCount ? address[node]! : (root?.address ?? 0);
      const list = base + offset[e]! - head;
      if (base !== 0 && memory.u64(list + head) === address[to[e]!]!) lists.add(list);
    }
  }
  return lists;
}
