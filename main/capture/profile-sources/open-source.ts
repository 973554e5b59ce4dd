import { stat } from 'node:fs/promises';
import path from 'node:path';
import { err, ok, type Result } from '../../../app/contract/result';
import { AttachSource } from './attach-source';
import { BundleSource } from './bundle-source';
import { FileSource } from './file-source';
import type { ProfileSource, ProfileSourceFailure } from './profile-source';
import { UrlSource, type UrlSourceOptions } from './url-source';

export interface OpenSourceOptions extends UrlSourceOptions {
  /** The go command, to read what a process was built of. */
  readonly go?: string | undefined;
}

/**
 * A source by what the person wrote: a PID, an address, a session folder, or a file. What exists on disk is that; an
 * address without `http://` needs a port or a path to be one.
 */
export async function openProfileSource(
  text: string,
  options: OpenSourceOptions = {},
): Promise<Result<ProfileSource, ProfileSourceFailure>> {
  if (/^\d+$/.test(text)) return AttachSource.find(Number(text), options.go);
  if (/^https?:\/\//i.test(text)) return UrlSource.parse(text, options);
  const file = path.resolve(text);
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() === true) return BundleSource.open(file);
  if (found !== undefined) return ok(new FileSource(file));
  if (/^(?:[\w.-]+|\[[0-9a-f:]+\]):\d+(?:[/?]|$)/i.test(text))
    return UrlSource.parse(text, options);
  // What was meant as an address may hold a key or a password.
  const shown = text.replace(/\?.*$/s, '').replace(/^.*@/s, '');
  const message = `There is no file, folder, process or address "${shown}".`;
  return err({ code: 'usage', message });
}
