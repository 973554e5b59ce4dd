import { runVerb, type Verbs } from '../../verbs';

export const heapVerbs: Verbs = {
  leaks: async () => (await import('./leaks')).leaks,
  profile: async () => (await import('./profile')).profile,
};

/** `trivet heap VERB …`: what is in a process's memory, and who keeps it. */
export const heap = (argv: readonly string[]): Promise<number> => runVerb('heap', heapVerbs, argv);
