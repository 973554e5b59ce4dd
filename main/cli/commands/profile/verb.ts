import type { ParseArgsConfig } from 'node:util';

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One `trivet profile VERB`. */
export interface ProfileVerb {
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Names of the arguments, for messages and help: `FILE`. All are needed; one that ends in `…` takes the rest. */
  readonly positionals: readonly string[];
  /** @returns the exit status, or one line about bad usage. */
  run(values: Values, positionals: readonly string[]): Promise<number | { usage: string }>;
}
