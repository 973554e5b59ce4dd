import { HeapGraph } from '../heap-graph';
import { explainAlive } from '../why-alive';
import type { AliveReason, WaitTarget } from '../../../contract/heap-leaks';
import type { Proof } from './prove';
import type { Wait } from './wait';

/** Timers hang on the Ps; a channel of package time is fed by one wherever that hangs. */
const timerPath = /\.timers\.heap\[|^runtime\.allp\b/;

/** Frames between the program and the runtime. */
const lockMethods = / of (internal\/)?(sync|runtime)\./;

/** Says who can wake a goroutine, and who refers to what it waits for. */
export class Explanations {
  readonly #graph: HeapGraph;
  readonly #living: HeapGraph;
  readonly #proof: Proof;
  #directly: ReadonlyMap<number, string> | undefined;

  constructor(graph: HeapGraph, proof: Proof) {
    this.#graph = graph;
    this.#proof = proof;
    // The same graph, with the ways from those who can run only.
    this.#living = new HeapGraph({ ...graph, reach: proof.reach });
  }

  /** Of the goroutine at `index`, which is not proven stuck. */
  because(index: number, { kind, targets }: Wait, described: readonly WaitTarget[]): AliveReason {
    // `select {}` that is not accused: how servers end their main function.
    if (kind === 'none' || kind === 'forever') return { code: 'awake', holder: undefined };
    const address = this.#proof.wokenBy[index]!;
    if (address === 0) return { code: 'unclear', holder: undefined };
    const object = this.#graph.objects.find(address);
    if (object >= 0) return this.#wayTo(object);
    return { code: 'global', holder: described[targets.indexOf(address)]?.name || undefined };
  }

  #wayTo(object: number): AliveReason {
    const why = explainAlive(this.#living, object);
    if (!why) return { code: 'runtime', holder: undefined };
    if (timerPath.test(why.expression)) return { code: 'timer', holder: why.expression };
    if (why.rootKind === 'global') return { code: 'global', holder: why.expression };
    if (why.rootKind === 'stack') return { code: 'goroutine', holder: why.expression };
    return { code: 'runtime', holder: why.expression };
  }

  /** Whoever refers to a target, those included who never run again: rather the program's variable than a lock's own. */
  holderOf({ targets }: Wait): string | undefined {
    for (const address of targets) {
      const object = this.#graph.objects.find(address);
      if (object < 0) continue;
      return this.#direct().get(object) ?? explainAlive(this.#graph, object)?.expression;
    }
    return undefined;
  }

  /** Object → the variable on a stack that points to it; those of the lock's own methods are left out. */
  #direct(): ReadonlyMap<number, string> {
    if (this.#directly) return this.#directly;
    const found = new Map<number, string>();
    for (const { kind, label, internal, edges } of this.#graph.roots) {
      if (kind !== 'stack' || internal || lockMethods.test(label)) continue;
      for (let e = 0; e < edges.length; e += 2) {
        if (!found.has(edges[e]!)) found.set(edges[e]!, label);
      }
    }
    return (this.#directly = found);
  }
}
