import { parseArgs } from 'node:util';
import { formatHelp } from '../../help';
import { exitStatus, printUsage } from '../../output';
import type { ProfileVerb, Values } from './verb';

/** Loaded when asked for: the command line must be up at once. */
const verbs: Readonly<Record<string, () => Promise<ProfileVerb>>> = {
  fetch: async () => (await import('./fetch')).fetch,
  watch: async () => (await import('./watch')).watch,
  growth: async () => (await import('./growth')).growth,
};

/** `trivet profile VERB …`: profiles without an investigation. */
export async function profile(argv: readonly string[]): Promise<number> {
  const [name = '', ...args] = argv;
  if (name === '--help' || name === '-h' || args.includes('--help')) {
    process.stdout.write(formatHelp());
    return exitStatus.nothingConfirmed;
  }
  if (!Object.hasOwn(verbs, name)) {
    return printUsage(`There is no "profile ${name}". It can: ${Object.keys(verbs).join(', ')}.`);
  }
  const verb = await verbs[name]!();
  let parsed;
  try {
    parsed = parseArgs({ args, options: verb.options, allowPositionals: true, strict: true });
  } catch (cause) {
    return printUsage((cause as Error).message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
  const { positionals } = parsed;
  const wanted = verb.positionals.length;
  const takesRest = verb.positionals[wanted - 1]?.endsWith('…') === true;
  if (positionals.length > wanted && !takesRest) {
    return printUsage(`Too many arguments: ${positionals.slice(wanted).join(' ')}.`);
  }
  if (positionals.length < wanted) {
    return printUsage(`An argument is missing: ${verb.positionals[positionals.length]}.`);
  }
  const outcome = await verb.run(parsed.values as Values, positionals);
  return typeof outcome === 'number' ? outcome : printUsage(outcome.usage);
}
