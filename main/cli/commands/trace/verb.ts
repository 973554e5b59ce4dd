import type { ParseArgsConfig } from 'node:util';

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One `trivet trace VERB`. */
export interface TraceVerb {
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Names of the arguments, for messages and help: `FILE`. All are needed. */
  readonly positionals: readonly string[];
  /** @returns the exit status, or one line about bad usage. */
  run(values: Values, positionals: readonly string[]): Promise<number | { usage: string }>;
}
