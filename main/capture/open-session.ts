import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { manifestSchema, type Artefact, type Manifest } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import { hashFile } from './hash-file';

/** Reads the manifest of a session folder. The artefacts themselves are not looked at. */
export async function readManifest(
  dir: string,
): Promise<Result<Manifest, Failure<'not-a-bundle'>>> {
  const refuse = (message: string, detail?: string) =>
    err({ code: 'not-a-bundle' as const, message, detail });
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path.join(dir, 'manifest.json'), 'utf8'));
  } catch (cause) {
    return refuse(`${dir} has no readable manifest.json.`, String(cause));
  }
  const format = (value as { format?: unknown } | undefined)?.format;
  if (typeof format === 'number' && format > 1) {
    return refuse(
      `${dir} was written in format ${format} by a newer Trivet; this one reads format 1.`,
    );
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    return refuse(`The manifest.json of ${dir} is not that of a session.`, parsed.error.message);
  }
  const outside = parsed.data.artefacts.find((artefact) => !staysInside(artefact.path));
  if (outside !== undefined) {
    return refuse(
      `The manifest.json of ${dir} names a file outside of the folder: ${outside.path}.`,
    );
  }
  return ok(parsed.data);
}

/** A bundle may come from someone else: no path of it may lead out of its folder. */
function staysInside(relative: string): boolean {
  const parts = relative.split('/');
  const isPlain = !path.isAbsolute(relative) && !/[\\:\0]/.test(relative);
  return isPlain && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

export interface ArtefactCheck {
  readonly path: string;
  readonly state: 'same' | 'changed' | 'missing';
}

/** Compares every artefact with its hash in the manifest. */
export async function verifyArtefacts(
  dir: string,
  artefacts: readonly Artefact[],
): Promise<readonly ArtefactCheck[]> {
  const checks: ArtefactCheck[] = [];
  for (const { path: relative, sha256 } of artefacts) {
    const found = await hashFile(path.join(dir, ...relative.split('/'))).catch(() => undefined);
    const state = found === undefined ? 'missing' : found === sha256 ? 'same' : 'changed';
    checks.push({ path: relative, state });
  }
  return checks;
}
