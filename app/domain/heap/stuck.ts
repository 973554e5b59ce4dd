import type { HeapGraph } from './heap-graph';
import type { Layouts } from './layouts';
import { markFrom } from './reach';
import type { Specials } from './specials';
import type { Goroutine, StackRoots } from './stack-roots';

/** Wait reasons of things only another goroutine can end, and only by reaching what is waited for. */
const onChannel: ReadonlySet<string> = new Set(['chan receive', 'chan send', 'select']);
const onSemaphore: ReadonlySet<string> = new Set([
  'semacquire',
  'sync.Mutex.Lock',
  'sync.RWMutex.RLock',
  'sync.RWMutex.Lock',
  'sync.WaitGroup.Wait',
  'sync.Cond.Wait',
]);
/** By the language these never end. */
const forever: ReadonlySet<string> = new Set([
  'chan receive (nil chan)',
  'chan send (nil chan)',
  'select (no cases)',
]);

/** What a blocked goroutine waits in: its `sudog`, of which the runtime keeps a few shared size classes. */
interface Sudogs {
  /** 1: the object is a sudog in use. */
  readonly is: Uint8Array;
  /** g → its sudogs, as objects. */
  readonly of: ReadonlyMap<number, readonly number[]>;
  /** The collector's leak detection hides these fields too: they lead back to what is waited for. */
  readonly isHidden: (offset: number) => boolean;
  readonly elem: number;
}

/**
 * Goroutines that can never run again: nothing that can still run, no global, no timer reaches the
 * channel or lock they wait for. As Go 1.27's goroutineleak profile finds them. Sound: whatever is
 * unclear counts as able to run.
 * @returns 1 per goroutine of `stackRoots`.
 */
export function findStuck(
  graph: HeapGraph,
  layouts: Layouts,
  stackRoots: StackRoots,
  specials: Specials,
): Uint8Array {
  const { goroutines } = stackRoots;
  const sudogs = findSudogs(graph, layouts, goroutines);
  const goroutineOf = new Int32Array(graph.objectCount).fill(-1);
  goroutines.forEach(({ g }, i) => {
    const object = graph.objects.find(g);
    if (object >= 0) goroutineOf[object] = i;
  });
  const alive = new Uint8Array(goroutines.length);
  const follow = (node: number, offset: number) => {
    if (node >= graph.objectCount) return true;
    const goroutine = goroutineOf[node]!;
    if (goroutine >= 0) return alive[goroutine] === 1;
    return sudogs.is[node] === 0 || !sudogs.isHidden(offset);
  };
  const rootsOf = groupRoots(graph, goroutines.length);
  goroutines.forEach((goroutine, i) => (alive[i] = canRun(goroutine) ? 1 : 0));
  const living = [...alive.keys()].filter((i) => alive[i] === 1);
  const held = [...rootsOf.others, ...specials.weak, ...living.flatMap((i) => wake(i))];
  const { marked, add } = markFrom(graph.edges, held, follow);
  for (;;) {
    const woken: number[] = [];
    goroutines.forEach((goroutine, i) => {
      if (alive[i] === 0 && mayBeWoken(graph, goroutine, sudogs, marked)) woken.push(i);
    });
    if (woken.length === 0) break;
    for (const i of woken) alive[i] = 1;
    add(woken.flatMap((i) => wake(i)));
  }
  return alive.map((value) => 1 - value);

  /** Sources that come with a goroutine: its stack, what its g refers to, what it waits for. */
  function wake(i: number): number[] {
    const { g, parkedOn } = goroutines[i]!;
    const sources = [...rootsOf.byGoroutine[i]!];
    const object = graph.objects.find(g);
    const { start, to } = graph.edges;
    if (object >= 0) for (let e = start[object]!; e < start[object + 1]!; e++) sources.push(to[e]!);
    for (const address of [...parkedOn.channels, parkedOn.semaphore ?? 0]) {
      const target = graph.objects.find(address);
      if (target >= 0) sources.push(target);
    }
    return sources;
  }
}

function canRun({ status, waitReason, system }: Goroutine): boolean {
  if (system || (status !== 'waiting' && status !== 'leaked')) return true;
  if (waitReason === undefined) return true;
  return !(onChannel.has(waitReason) || onSemaphore.has(waitReason) || forever.has(waitReason));
}

function mayBeWoken(
  { objects }: HeapGraph,
  { g, waitReason, parkedOn }: Goroutine,
  sudogs: Sudogs,
  marked: Uint8Array,
): boolean {
  if (waitReason !== undefined && forever.has(waitReason)) return false;
  /** Outside of the heap means a global: always within reach. */
  const isReached = (address: number) => {
    const object = objects.find(address);
    return object < 0 || marked[object] === 1;
  };
  if (waitReason !== undefined && onChannel.has(waitReason)) {
    return parkedOn.channels.length === 0 || parkedOn.channels.some(isReached);
  }
  if (parkedOn.semaphore) return isReached(parkedOn.semaphore);
  // A condition variable keeps its waiters in a list of sudogs: reached means it is reached.
  const own = sudogs.of.get(g);
  return waitReason !== 'sync.Cond.Wait' || !own || own.some((sudog) => marked[sudog] === 1);
}

function groupRoots(graph: HeapGraph, goroutines: number) {
  const others: number[] = [];
  const byGoroutine: number[][] = Array.from({ length: goroutines }, () => []);
  graph.roots.forEach(({ goroutine }, i) => {
    (goroutine < 0 ? others : byGoroutine[goroutine]!).push(graph.objectCount + i);
  });
  return { others, byGoroutine };
}

/** Objects of sudog's size whose `g` is a goroutine: nothing else of that size has one there. */
function findSudogs(
  { objects, memory, objectCount }: HeapGraph,
  layouts: Layouts,
  goroutines: readonly Goroutine[],
): Sudogs {
  const size = layouts.size('runtime.sudog');
  const field = (name: string) => layouts.offset('runtime.sudog', name) ?? -1;
  const is = new Uint8Array(objectCount);
  const of = new Map<number, number[]>();
  const gs = new Set(goroutines.map(({ g }) => g));
  const { spans, span, address } = objects;
  for (let object = 0; size > 0 && object < objectCount; object++) {
    const s = span[object]!;
    const slack = spans.elementBytes[s]! - size;
    if (slack < 0 || slack > 32 || spans.pointerFree[s] === 1) continue;
    const g = memory.u64(address[object]! + field('g')) ?? 0;
    if (g === 0 || !gs.has(g)) continue;
    is[object] = 1;
    const known = of.get(g);
    if (known) known.push(object);
    else of.set(g, [object]);
  }
  const hidden = ['g', 'c', 'elem'].map((name) => ({
    from: field(name),
    to: field(name) + layouts.fieldSize('runtime.sudog', name),
  }));
  const isHidden = (offset: number) => hidden.some(({ from, to }) => offset >= from && offset < to);
  return { is, of, isHidden, elem: field('elem') };
}
