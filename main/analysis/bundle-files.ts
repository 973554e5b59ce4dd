import { constants as bufferLimits } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Failure } from '../../app/contract/failure';
import type { Artefact, Manifest } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';

/** No array can be longer: stops a bomb, not a user. */
export const maxInflatedBytes = bufferLimits.MAX_LENGTH;

/** Bytes of an artefact, inflated when its name ends in `.gz`. A path that leaves the folder is refused. */
export function readArtefact(dir: string, path: string): Result<Uint8Array, Failure<'disk'>> {
  const file = resolve(dir, path);
  const fail = (detail: string) =>
    err({
      code: 'disk' as const,
      message: `The artefact ${path} of ${dir} cannot be read.`,
      remedy: 'The bundle is incomplete or damaged; verify it, or record again.',
      detail,
    });
  if (!file.startsWith(resolve(dir) + sep)) return fail('the path leaves the bundle');
  try {
    const bytes = readFileSync(file);
    const inflated = path.endsWith('.gz')
      ? gunzipSync(bytes, { maxOutputLength: maxInflatedBytes })
      : bytes;
    // A plain array: Buffer's slice() shares memory, where the decoders expect a copy.
    return ok(new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.length));
  } catch (cause) {
    return fail(String(cause));
  }
}

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
