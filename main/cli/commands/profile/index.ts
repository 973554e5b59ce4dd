import { runVerb, type Verbs } from '../../verbs';

const verbs: Verbs = {
  top: async () => (await import('./top')).top,
  tree: async () => (await import('./tree')).tree,
  peek: async () => (await import('./tree')).peek,
  lines: async () => (await import('./lines')).lines,
  disasm: async () => (await import('./disasm')).disasm,
  flame: async () => (await import('./flame')).flame,
  fetch: async () => (await import('./fetch')).fetch,
  watch: async () => (await import('./watch')).watch,
  growth: async () => (await import('./growth')).growth,
};

/** `trivet profile VERB …`: profiles without an investigation. */
export const profile = (argv: readonly string[]): Promise<number> =>
  runVerb('profile', verbs, argv);
