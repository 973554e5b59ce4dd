import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../../app/contract/failure';
import { err, ok, type Result } from '../../../app/contract/result';
import { recogniseProfile } from '../../../app/domain/pprof/profile-kind';
import type { TimedProfile } from '../../../app/domain/pprof/stack-series';
import { readManifest } from '../open-session';
import { profileOf } from '../profile-sources/bundle-source';
import { inspectProfile } from '../profile-sources/inspect-profile';

export interface LoadedSeries {
  /** Kind of the profiles. */
  readonly name: string;
  /** In order of time; second 0 is the first. */
  readonly series: readonly TimedProfile[];
  /** Module path of the program, when the folder tells it. */
  readonly module: string | undefined;
}

type Loaded = Result<LoadedSeries, Failure<'not-a-profile' | 'not-a-bundle' | 'disk'>>;

/**
 * The profiles of a session folder that are of one kind, or those of the files named.
 * @param wanted kind of a folder's series; default: heap, or the only one there is.
 */
export async function loadSeries(
  paths: readonly string[],
  wanted: string | undefined,
): Promise<Loaded> {
  const [first = ''] = paths;
  const found = await stat(first).catch(() => undefined);
  if (paths.length === 1 && found?.isDirectory() === true) return loadFolder(first, wanted);
  return loadFiles(
    paths.map((file) => ({ file, atMs: undefined })),
    wanted,
    undefined,
  );
}

async function loadFolder(dir: string, wanted: string | undefined): Promise<Loaded> {
  const manifest = await readManifest(dir);
  if (!manifest.ok) return manifest;
  const { artefacts, target } = manifest.value;
  const names = new Set(artefacts.flatMap((artefact) => profileOf(artefact) ?? []));
  const name = wanted ?? (names.has('heap') ? 'heap' : [...names][0]);
  const files = artefacts
    .filter((artefact) => name !== undefined && profileOf(artefact) === name)
    .map(({ path: relative, startedAtMs }) => ({
      file: path.join(dir, ...relative.split('/')),
      atMs: startedAtMs,
    }));
  if (files.length === 0) {
    const message = `${dir} holds no ${wanted ?? ''} profile.`.replace('  ', ' ');
    return err({ code: 'not-a-profile', message });
  }
  const module = target.module === 'command-line-arguments' ? undefined : target.module;
  return loadFiles(files, name, module);
}

async function loadFiles(
  files: readonly { readonly file: string; readonly atMs: number | undefined }[],
  name: string | undefined,
  module: string | undefined,
): Promise<Loaded> {
  const timed: { atMs: number; profile: TimedProfile['profile'] }[] = [];
  for (const { file, atMs } of files) {
    try {
      const [bytes, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
      const profile = await inspectProfile(bytes, file);
      if (!profile.ok) return profile;
      const { timeNanos } = profile.value;
      const taken = timeNanos > 0n ? Number(timeNanos / 1000n) / 1000 : mtimeMs;
      timed.push({ atMs: atMs ?? taken, profile: profile.value });
    } catch (cause) {
      return err({ code: 'disk', message: `${file} cannot be read.`, detail: String(cause) });
    }
  }
  timed.sort((l, r) => l.atMs - r.atMs);
  const startMs = timed[0]?.atMs ?? 0;
  const series = timed.map(({ atMs, profile }) => ({
    atSeconds: (atMs - startMs) / 1000,
    profile,
  }));
  const last = series[series.length - 1]?.profile;
  return ok({ name: name ?? (last ? recogniseProfile(last).name : 'heap'), series, module });
}
