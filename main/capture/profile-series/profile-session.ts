import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../../app/contract/failure';
import type { Artefact } from '../../../app/contract/manifest';
import { err, type Result } from '../../../app/contract/result';
import { describeProfile } from '../profile-sources/bundle-source';
import { isGzip } from '../../analysis/profile-file';
import type { FetchedProfile, ProfileSource } from '../profile-sources/profile-source';
import { SessionFolder, type ArtefactFacts } from '../session-folder';

/** Makes a session folder for profiles of a source: no program of ours, no verdict. */
export async function createProfileSession(
  source: Pick<ProfileSource, 'name'> & { readonly module?: string | undefined },
  place: {
    /** Folder in which it is made. */
    readonly parentDir: string;
    /** The folder itself, when the person named it: absent or empty. */
    readonly dir?: string | undefined;
    readonly trivet: string;
  },
): Promise<Result<SessionFolder, Failure<'disk' | 'usage'>>> {
  const used = place.dir === undefined ? [] : await readdir(place.dir).catch(() => []);
  if (used.length > 0) {
    const message = `The profiles cannot be written to ${place.dir}: the folder is not empty.`;
    return err({ code: 'usage', message, remedy: 'Name a new or an empty folder with --out.' });
  }
  return SessionFolder.create({
    ...place,
    label: labelOf(source.name),
    target: {
      mode: 'profile',
      module: source.module ?? 'command-line-arguments',
      package: source.name,
      projectDir: '',
      args: [],
      pid: 0,
      pathMap: [],
    },
  });
}

/** `localhost-6060` of a URL, `heap` of a file. */
function labelOf(name: string): string {
  const host = /^https?:\/\/([^/]+)/.exec(name)?.[1];
  return host ?? path.basename(name).replace(/\.pb(\.gz)?$|\.gz$/, '');
}

/** Keeps a fetched profile as the `index`-th of its kind, from 1. */
export function addProfile(
  session: SessionFolder,
  fetched: FetchedProfile,
  index: number,
  startMs: number,
  facts: Artefact['facts'] = {},
): Promise<Result<Artefact, Failure<'disk'>>> {
  const { bytes } = fetched;
  const described = describeArtefact(fetched, isGzip(bytes), index, startMs, facts);
  return session.writeArtefact(described, bytes);
}

/** What a profile is in its session folder, apart from its bytes. */
export function describeArtefact(
  { kind, startedAtMs, endedAtMs, command }: Omit<FetchedProfile, 'bytes'>,
  isCompressed: boolean,
  index: number,
  startMs: number,
  facts: Artefact['facts'] = {},
): ArtefactFacts & Pick<Artefact, 'facts'> {
  const described = describeProfile(kind);
  const name = kind.replace(/[^\w.-]+/g, '-');
  const number = String(index).padStart(4, '0');
  return {
    path: `profiles/${name}-${number}.pb${isCompressed ? '.gz' : ''}`,
    kind: described.kind,
    startedAtMs,
    endedAtMs,
    command,
    facts: { ...described.facts, ...facts, index, atSeconds: (endedAtMs - startMs) / 1000 },
  };
}
