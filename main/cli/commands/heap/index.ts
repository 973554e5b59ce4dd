import { runVerb, type Verbs } from '../../verbs';

export const heapVerbs: Verbs = {
  snapshot: async () => (await import('./snapshot')).snapshot,
};

/** `trivet heap VERB …`: the memory of a program, without an investigation. */
export const heap = (argv: readonly string[]): Promise<number> => runVerb('heap', heapVerbs, argv);
