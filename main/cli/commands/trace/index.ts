import { runVerb, type Verbs } from '../../verbs';

const verbs: Verbs = {
  stats: async () => (await import('./stats')).stats,
};

/** `trivet trace VERB FILE…`: execution traces without an investigation. */
export const trace = (argv: readonly string[]): Promise<number> => runVerb('trace', verbs, argv);
