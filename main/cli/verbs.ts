import { parseArgs, type ParseArgsConfig } from 'node:util';
import { formatHelp } from './help';
import { exitStatus, printUsage } from './output';

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One `trivet COMMAND VERB`. */
export interface Verb {
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Names of the arguments, for messages and help: `FILE`. All are needed; `FILE…` may come several times. */
  readonly positionals: readonly string[];
  /** @returns the exit status, or one line about bad usage. */
  run(values: Values, positionals: readonly string[]): Promise<number | { usage: string }>;
}

/** Loaded when asked for: the command line must be up at once. */
export type Verbs = Readonly<Record<string, () => Promise<Verb>>>;

/** Reads the arguments behind `trivet COMMAND` and runs the verb they name. */
export async function runVerb(
  command: string,
  verbs: Verbs,
  argv: readonly string[],
): Promise<number> {
  const [name = '', ...args] = argv;
  if (name === '--help' || name === '-h' || args.includes('--help')) {
    process.stdout.write(formatHelp(command));
    return exitStatus.nothingConfirmed;
  }
  if (!Object.hasOwn(verbs, name)) {
    return printUsage(
      `There is no "${command} ${name}". It can: ${Object.keys(verbs).join(', ')}.`,
    );
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
  const isOpen = verb.positionals[wanted - 1]?.endsWith('…') === true;
  if (positionals.length > wanted && !isOpen) {
    return printUsage(`Too many arguments: ${positionals.slice(wanted).join(' ')}.`);
  }
  if (positionals.length < wanted) {
    const missing = verb.positionals[positionals.length]!.replace('…', '');
    return printUsage(`An argument is missing: ${missing}.`);
  }
  const outcome = await verb.run(parsed.values as Values, positionals);
  return typeof outcome === 'number' ? outcome : printUsage(outcome.usage);
}
