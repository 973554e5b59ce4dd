import { HeapGraph } from '../heap-graph';
import { explainAlive } from '../why-alive';
import type { AliveReason, WaitTarget } from './model';
import type { Proof } from './prove';
import type { Wait } from './wait';

/** Timers hang on the Ps; a channel of package time is fed by one wherever that hangs. */
const timerPath = /\.timers\.heap\[|^runtime\.allp\b/;

/** Says who can wake a goroutine, and who refers to what it waits for. */
export class Explanations {
  readonly #graph: HeapGraph;
  readonly #living: HeapGraph;
  readonly #proof: Proof;

  constructor(graph: HeapGraph, proof: Proof) {
    this.#graph = graph;
    this.#proof = proof;
    // The same graph, with the ways from those who can run only.
    this.#living = new HeapGraph({ ...graph, reach: proof.reach });
  }

  /** Of a goroutine that is not proven stuck. */
  because({ kind, targets }: Wait, described: readonly WaitTarget[]): AliveReason {
    // `select {}` that is not accused: how servers end their main function.
    if (kind === 'none' || kind === 'forever') return { code: 'awake', holder: undefined };
    for (const [i, address] of targets.entries()) {
      const object = this.#graph.objects.find(address);
      if (object < 0) return { code: 'global', holder: described[i]?.name || undefined };
      if (this.#proof.reached[object] !== 1) continue;
      return this.#wayTo(object);
    }
    return { code: 'unclear', holder: undefined };
  }

  #wayTo(object: number): AliveReason {
    const why = explainAlive(this.#living, object);
    if (!why) return { code: 'runtime', holder: undefined };
    if (timerPath.test(why.expression)) return { code: 'timer', holder: why.expression };
    if (why.rootKind === 'global') return { code: 'global', holder: why.expression };
    if (why.rootKind === 'stack') return { code: 'goroutine', holder: why.expression };
    return { code: 'runtime', holder: why.expression };
  }

  /** Whoever refers to a target, those included who never run again. */
  holderOf({ targets }: Wait): string | undefined {
    for (const address of targets) {
      const object = this.#graph.objects.find(address);
      if (object >= 0) return explainAlive(this.#graph, object)?.expression;
    }
    return undefined;
  }
}
