import { parseArgs } from 'node:util';
import {
  buildProfileSchema,
  investigationPlanSchema,
  profileNameSchema,
  type InvestigationPlan,
} from '../../app/contract/session';
import { err, ok, type Result } from '../../app/contract/result';
import { parseSeconds } from './seconds';

export { formatHelp } from './help';
export { printUsage } from './output';

/** What the person asked for. */
export type Command =
  | { readonly name: 'help'; readonly about: string | undefined }
  | { readonly name: 'investigate'; readonly plan: InvestigationPlan; readonly json: boolean }
  | { readonly name: 'doctor'; readonly pid: number | undefined; readonly json: boolean }
  | { readonly name: 'open'; readonly bundle: string }
  | { readonly name: 'verify'; readonly bundle: string; readonly json: boolean };

export const commandNames = [
  'investigate',
  'doctor',
  'open',
  'verify',
  'trace',
  'profile',
  'heap',
] as const;

/**
 * Reads the arguments after `trivet`, but for those of `trace`, `profile` and `heap`, whose verbs read
 * their own. The error is one line for the person; exit status 2. */
export function parseCommandLine(argv: readonly string[]): Result<Command, string> {
  const [name, ...rest] = argv;
  switch (name) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return ok({ name: 'help', about: rest[0] });
    case 'investigate':
      return helpAbout(name, parseInvestigate(rest));
    case 'doctor':
      return parseDoctor(rest);
    case 'open':
      return parse(rest, {}, 1, (_, [bundle]) => ok({ name, bundle: bundle! }));
    case 'verify':
      return parse(rest, { json: { type: 'boolean' } }, 1, ({ json }, [bundle]) =>
        ok({ name, bundle: bundle!, json: json === true }),
      );
    default:
      return err(`There is no command "${name}". Commands: ${commandNames.join(', ')}.`);
  }
}

/** `investigate --help` is `help investigate`. */
const helpAbout = (about: string, parsed: Result<Command, string>): Result<Command, string> =>
  parsed.ok && parsed.value.name === 'help' ? ok({ name: 'help', about }) : parsed;

type Options = Record<string, { type: 'boolean' | 'string' }>;
type Values = Record<string, string | boolean | undefined>;

function parse(
  args: readonly string[],
  options: Options,
  positionals: number,
  make: (values: Values, positionals: readonly string[]) => Result<Command, string>,
): Result<Command, string> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (cause) {
    return err((cause as Error).message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
  if ((parsed.values as Values)['help'] === true) return ok({ name: 'help', about: undefined });
  if (parsed.positionals.length > positionals) {
    return err(`Too many arguments: ${parsed.positionals.slice(positionals).join(' ')}.`);
  }
  if (parsed.positionals.length < positionals) return err('An argument is missing: BUNDLE.');
  return make(parsed.values, parsed.positionals);
}

function parseDoctor(argv: readonly string[]): Result<Command, string> {
  const count = Math.min(argv.filter((argument) => !argument.startsWith('-')).length, 1);
  return parse(argv, { json: { type: 'boolean' } }, count, ({ json }, [text]) => {
    const pid = text === undefined ? undefined : Number(text);
    if (pid !== undefined && !(Number.isInteger(pid) && pid > 0)) {
      return err(`Doctor wants a process id, not "${text}".`);
    }
    return ok({ name: 'doctor', pid, json: json === true });
  });
}

const investigateOptions = {
  package: { type: 'string' },
  test: { type: 'string' },
  attach: { type: 'string' },
  build: { type: 'string' },
  duration: { type: 'string' },
  'warm-up': { type: 'string' },
  'keep-last': { type: 'string' },
  load: { type: 'string' },
  profiles: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies Options;

function parseInvestigate(argv: readonly string[]): Result<Command, string> {
  const dashes = argv.indexOf('--');
  const own = dashes < 0 ? argv : argv.slice(0, dashes);
  const targetArgs = dashes < 0 ? [] : argv.slice(dashes + 1);
  // DIR is optional: the current folder, or nothing when attaching.
  const positionals = countPositionals(own);
  return parse(own, investigateOptions, Math.min(positionals, 1), (values, [dir]) => {
    if (positionals > 1) return err('Investigate takes one folder.');
    const pid = values['attach'] === undefined ? undefined : Number(values['attach']);
    if (pid !== undefined && !(Number.isInteger(pid) && pid > 0)) {
      return err(`--attach wants a process id, not "${values['attach']}".`);
    }
    for (const name of ['duration', 'warm-up', 'keep-last']) {
      if (values[name] === undefined || parseSeconds(values[name]) !== undefined) continue;
      return err(`--${name} wants a time such as 10s or 2m.`);
    }
    const plan = investigationPlanSchema.safeParse({
      projectDir: dir ?? (pid === undefined ? '.' : undefined),
      package: values['package'],
      test: values['test'],
      pid,
      buildProfile: values['build'],
      durationSeconds: parseSeconds(values['duration']),
      warmUpSeconds: parseSeconds(values['warm-up']),
      flightSeconds: parseSeconds(values['keep-last']),
      args: targetArgs,
      load: values['load'],
      profiles: splitNames(values['profiles']),
      outDir: values['out'],
    });
    if (!plan.success) return err(explain(plan.error.issues[0]));
    return ok({ name: 'investigate', plan: plan.data, json: values['json'] === true });
  });
}

const splitNames = (text: string | boolean | undefined) =>
  typeof text === 'string' ? text.split(',').map((name) => name.trim()) : undefined;

function countPositionals(args: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (!argument.startsWith('-')) count++;
    const name = argument.slice(2) as keyof typeof investigateOptions;
    if (argument.startsWith('--') && investigateOptions[name]?.type === 'string') i++;
  }
  return count;
}

function explain(issue: { path: PropertyKey[]; message: string } | undefined): string {
  if (issue?.path[0] === 'buildProfile') {
    return `--build wants one of ${buildProfileSchema.options.join(', ')}.`;
  }
  if (issue?.path[0] === 'profiles') {
    return `--profiles wants names of ${profileNameSchema.options.join(', ')}, with commas between.`;
  }
  if (issue?.path[0] === 'durationSeconds') return '--duration must be between 4s and 24h.';
  if (issue?.path[0] === 'flightSeconds') return '--keep-last must be between 0s and 60s.';
  return `${String(issue?.path[0])}: ${issue?.message}.`;
}
