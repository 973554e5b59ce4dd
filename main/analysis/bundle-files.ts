import { constants as bufferLimits } from 'node:buffer';
import { resolve, sep } from 'node:path';
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Failure } from '../../app/contract/failure';
import type { Artefact, Manifest } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import { readWholeFile } from './read-whole-file';

/** No array can be longer: stops a bomb, not a user. */
export const maxInflatedBytes = bufferLimits.MAX_LENGTH;

/** Bytes of an artefact, inflated when its name ends in `.gz`. A path that leaves the folder is refused. */
export function readArtefact(dir: string, path: string): Result<Uint8Array, Failure<'disk'>> {
  const file = findArtefact(dir, path);
  if (!file.ok) return file;
  try {
    const bytes = readWholeFile(file.value);
    const inflated = path.endsWith('.gz')
      ? gunzipSync(bytes, { maxOutputLength: maxInflatedBytes })
      : bytes;
    // A plain array: Buffer's slice() shares memory, where the decoders expect a copy.
    return ok(new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.length));
  } catch (cause) {
    return err(unreadable(dir, path, String(cause)));
  }
}

/** Where an artefact lies. */
export function findArtefact(dir: string, path: string): Result<string, Failure<'disk'>> {
  const file = resolve(dir, path);
  if (file.startsWith(resolve(dir) + sep)) return ok(file);
  return err(unreadable(dir, path, 'the path leaves the bundle'));
}

const unreadable = (dir: string, path: string, detail: string): Failure<'disk'> => ({
  code: 'disk',
  message: `The artefact ${path} of ${dir} cannot be read.`,
  remedy: 'The bundle is incomplete or damaged; verify it, or record again.',
  detail,
});

/** Inflates one compressed section of an executable. */
export function inflateSection(deflated: Uint8Array, inflatedSize: number): Uint8Array {
  return inflateSync(deflated, {
    maxOutputLength: inflatedSize + 1,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
}

/** In order of time; what a flight recorder kept comes after the traces of the schedule. */
export const artefactsOf = (manifest: Manifest, kind: Artefact['kind']): readonly Artefact[] =>
  manifest.artefacts
    .filter((artefact) => artefact.kind === kind)
    .sort((a, b) => Number(isFlight(a)) - Number(isFlight(b)) || a.startedAtMs - b.startedAtMs);

const isFlight = ({ facts }: Artefact) => facts['recorder'] === 'flight';
