import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { OpenSourceOptions } from '../../../capture/profile-sources/open-source';
import type { Verb, Values } from '../../verbs';

/** Options of an address. */
export const networkOptions = {
  header: { type: 'string', multiple: true },
  'token-file': { type: 'string' },
  ca: { type: 'string' },
} as const;

/** Options of every verb that fetches a profile from an address. */
export const sourceOptions: Verb['options'] = { kind: { type: 'string' }, ...networkOptions };

/** Reads headers, token and certificate. The error is one line about bad usage; it repeats no secret. */
export async function readSourceOptions(
  values: Values,
): Promise<Result<OpenSourceOptions, string>> {
  const headers: Record<string, string> = {};
  for (const text of (values['header'] as readonly string[] | undefined) ?? []) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      return err('--header wants "Name: value".');
    }
    headers[name] = value;
  }
  const token = await readOption(values, 'token-file');
  if (!token.ok) return token;
  const ca = await readOption(values, 'ca');
  if (!ca.ok) return ca;
  return ok({ headers, token: token.value?.trim(), ca: ca.value });
}

async function readOption(
  values: Values,
  name: string,
): Promise<Result<string | undefined, string>> {
  const file = values[name];
  if (typeof file !== 'string') return ok(undefined);
  try {
    return ok(await readFile(resolve(file), 'utf8'));
  } catch (cause) {
    return err(`--${name}: ${(cause as Error).message}.`);
  }
}
