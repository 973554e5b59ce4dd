import { existsSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { readManifest } from '../capture/open-session';
import { artefactsOf } from './bundle-files';
import { startsLikeTrace } from './starts-like-trace';

/** More runs than this say nothing more, and a folder of so many files was not meant. */
const fileLimit = 1000;

/**
 * Traces that a person means by a path: the file; those of an evidence bundle; those in a folder, by
 * name; where it has none, those in the folders in it; or any of these with commas between. An existing path with a comma is itself.
 */
export async function findTraces(path: string): Promise<Result<readonly string[], Failure>> {
  const whole = resolve(path);
  const isList = path === '' || (!existsSync(whole) && path.includes(','));
  const found = isList ? await findAll(path.split(',').filter(Boolean)) : await look(whole);
  if (!found.ok) return found;
  if (found.value.length === 0) {
    return err({
      code: 'not-a-trace',
      message: `"${path}" holds no execution trace.`,
      remedy: 'Name a trace file, a folder with traces in it, or an evidence bundle.',
    });
  }
  if (found.value.length > fileLimit) {
    const message = `${path} holds ${found.value.length} traces; at most ${fileLimit} are compared.`;
    return err({ code: 'usage', message });
  }
  return found;
}

/** Traces of several such paths, in their order, each once. */
export async function findAll(
  paths: readonly string[],
): Promise<Result<readonly string[], Failure>> {
  const files = new Set<string>();
  for (const path of paths) {
    const found = await findTraces(path);
    if (!found.ok) return found;
    for (const file of found.value) files.add(file);
  }
  return ok([...files]);
}

async function look(path: string): Promise<Result<readonly string[], Failure>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok([path]);
    if (existsSync(join(path, 'manifest.json'))) return await ofBundle(path);
    const here = await inFolder(path);
    const own = here.filter(startsLikeTrace);
    if (own.length > 0) return ok(own);
    // A folder a run: `runs/1/trace.out`.
    const below: string[] = [];
    for (const each of here) if (isFolder(each)) below.push(...(await inFolder(each)));
    return ok(below.filter(startsLikeTrace));
  } catch (cause) {
    return err({
      code: 'disk',
      message: `${path} cannot be read.`,
      remedy: 'Check that it exists and that you may read it.',
      detail: String(cause),
    });
  }
}

const inFolder = async (path: string): Promise<readonly string[]> =>
  (await readdir(path)).sort(byNumber).map((name) => join(path, name));

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

async function ofBundle(dir: string): Promise<Result<readonly string[], Failure>> {
  const manifest = await readManifest(dir);
  if (!manifest.ok) return manifest;
  return ok(artefactsOf(manifest.value, 'trace').map(({ path }) => join(dir, path)));
}

/** `run-2` before `run-10`. */
const byNumber = (l: string, r: string) => l.localeCompare(r, 'en', { numeric: true });
