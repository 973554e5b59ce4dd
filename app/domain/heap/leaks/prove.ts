import type { HeapGraph } from '../heap-graph';
import type { ReachTree } from '../reach';
import { turnOf } from '../roots';
import type { Specials } from '../specials';
import type { Goroutine } from '../stack-roots';
import { Reach } from './reach-of-living';
import type { Waits } from './wait';

export interface Proof {
  /** One a goroutine: 1 when it can never run again. */
  readonly stuck: Uint8Array;
  /** One a goroutine: address of what it waits for and is reached; 0 when it needs none, or is stuck. */
  readonly wokenBy: Float64Array;
  /** The shortest way to each node that whoever can still run reaches. */
  readonly reach: ReachTree;
}

export interface ProofInputs {
  readonly graph: HeapGraph;
  readonly goroutines: readonly Goroutine[];
  readonly waits: Waits;
  readonly specials: Specials;
  /** Words that may point to what runs this very moment; each counts when it points anywhere. */
  readonly looseWords: readonly number[];
  /** Edges of global variables that lead to neighbours of what is waited for only. */
  readonly idleEdges: ReadonlySet<number>;
}

/** Kinds of the runtime's records, by object. */
const sudogRecord = 1;
const goroutineRecord = 2;

/**
 * Goroutines that can never run again: nothing that can still run, no global, no timer reaches what they wait for.
 * A goroutine that may be woken brings its own stack along, and whom that reaches may be woken in turn, until nobody
 * is added. As Go 1.27's goroutineleak profile finds them. Sound: whatever is unclear counts as able to run.
 */
export function proveStuck(inputs: ProofInputs): Proof {
  const { graph, goroutines, waits, specials, looseWords, idleEdges } = inputs;
  const { objects, objectCount } = graph;
  const records = new Uint8Array(objectCount);
  for (const sudog of waits.sudogs) {
    const object = objects.find(sudog);
    if (object >= 0) records[object] = sudogRecord;
  }
  const goroutineOf = new Map<number, number>();
  goroutines.forEach(({ g }, i) => {
    const object = objects.find(g);
    if (object < 0) return;
    records[object] = goroutineRecord;
    goroutineOf.set(object, i);
  });
  const wokenBy = new Float64Array(goroutines.length);
  const alive = Uint8Array.from(waits.of, ({ kind }) => (kind === 'none' ? 1 : 0));
  // What leads from a record of the runtime to a sleeper, or from a sleeper to what it waits for, wakes nobody.
  const isClosed = (node: number) => {
    const record = node < objectCount ? records[node] : 0;
    if (record === 0) return false;
    return record === sudogRecord || alive[goroutineOf.get(node)!] === 0;
  };
  const reach = new Reach(graph.edges, graph.virtualRoot, isClosed, idleEdges, objectCount);
  const rootsOf = groupRoots(graph, goroutines.length);
  const loose = looseWords.map((word) => objects.find(word)).filter((object) => object >= 0);
  const living = [...alive.keys()].filter((i) => alive[i] === 1);
  const sources = [...rootsOf.others, ...living.flatMap((i) => rootsOf.byGoroutine[i]!)];
  for (const turn of [0, 1, 2]) {
    reach.add(sources.filter((node) => turnOf(graph.rootOf(node)) === turn));
  }
  reach.add([...specials.weak, ...loose, ...living.flatMap((i) => belongings(i))]);
  for (;;) {
    const woken: number[] = [];
    for (let i = 0; i < goroutines.length; i++) {
      if (alive[i] === 1) continue;
      const reachedTarget = waits.of[i]!.targets.find(isReached);
      if (reachedTarget === undefined) continue;
      wokenBy[i] = reachedTarget;
      woken.push(i);
    }
    if (woken.length === 0) break;
    for (const i of woken) alive[i] = 1;
    reach.add(woken.flatMap((i) => rootsOf.byGoroutine[i]!));
    reach.add(woken.flatMap((i) => belongings(i)));
  }
  return { stuck: alive.map((value) => 1 - value), wokenBy, reach: reach.tree() };

  /** Outside of the heap means a global: always within reach. */
  function isReached(address: number): boolean {
    const object = objects.find(address);
    return object < 0 || reach.marked[object] === 1;
  }

  /** What comes with a goroutine besides its stack: what its g refers to, what it waits for. */
  function belongings(i: number): number[] {
    const found: number[] = [];
    const object = objects.find(goroutines[i]!.g);
    const { start, to } = graph.edges;
    if (object >= 0) for (let e = start[object]!; e < start[object + 1]!; e++) found.push(to[e]!);
    for (const address of waits.of[i]!.targets) {
      const target = objects.find(address);
      if (target >= 0) found.push(target);
    }
    return found;
  }
}

function groupRoots(graph: HeapGraph, goroutines: number) {
  const others: number[] = [];
  const byGoroutine: number[][] = Array.from({ length: goroutines }, () => []);
  graph.roots.forEach(({ goroutine }, i) => {
    (goroutine < 0 ? others : byGoroutine[goroutine]!).push(graph.objectCount + i);
  });
  return { others, byGoroutine };
}
