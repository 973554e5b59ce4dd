import { runVerb, type Verbs } from '../../verbs';

const verbs: Verbs = {
  print: async () => (await import('./print')).print,
  diff: async () => (await import('./diff')).diff,
  stats: async () => (await import('./stats')).stats,
  goroutines: async () => (await import('./goroutines')).goroutines,
  export: async () => (await import('./export')).exportTrace,
};

/** `trivet trace VERB FILE…`: execution traces without an investigation. */
export const trace = (argv: readonly string[]): Promise<number> => runVerb('trace', verbs, argv);
