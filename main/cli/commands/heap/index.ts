import { runVerb, type Verbs } from '../../verbs';

export const heapVerbs: Verbs = {
  snapshot: async () => (await import('./snapshot')).snapshot,
  top: async () => (await import('./top')).top,
  why: async () => (await import('./why')).why,
  diff: async () => (await import('./diff')).diff,
  roots: async () => (await import('./roots')).roots,
  leaks: async () => (await import('./leaks')).leaks,
  profile: async () => (await import('./profile')).profile,
};

/** `trivet heap VERB …`: what is in a process's memory, and who keeps it. */
export const heap = (argv: readonly string[]): Promise<number> => runVerb('heap', heapVerbs, argv);
