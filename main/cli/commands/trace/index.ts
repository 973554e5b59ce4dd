import { runVerb, type Verbs } from '../../verbs';

const verbs: Verbs = {
  stats: async () => (await import('./stats')).stats,
  goroutines: async () => (await import('./goroutines')).goroutines,
  print: async () => (await import('./print')).print,
  export: async () => (await import('./export')).exportTrace,
  path: async () => (await import('./path')).path,
  record: async () => (await import('./record')).record,
  diff: async () => (await import('./diff')).diff,
};

/** `trivet trace VERB FILE…`: execution traces without an investigation. */
export const trace = (argv: readonly string[]): Promise<number> => runVerb('trace', verbs, argv);
