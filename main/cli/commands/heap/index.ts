import { runVerb, type Verbs } from '../../verbs';

export const heapVerbs: Verbs = {};

/** `trivet heap VERB …`: what is in a process's memory, and who keeps it. */
export const heap = (argv: readonly string[]): Promise<number> => runVerb('heap', heapVerbs, argv);
