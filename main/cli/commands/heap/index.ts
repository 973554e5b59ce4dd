import { runVerb, type Verbs } from '../../verbs';

export const heapVerbs: Verbs = {
  top: async () => (await import('./top')).top,
  why: async () => (await import('./why')).why,
  diff: async () => (await import('./diff')).diff,
  roots: async () => (await import('./roots')).roots,
};

/** `trivet heap VERB …`: what is in a process's memory, and who keeps it. */
export const heap = (argv: readonly string[]): Promise<number> => runVerb('heap', heapVerbs, argv);
