import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Artefact } from '../../../app/contract/manifest';
import { err, ok, type Result } from '../../../app/contract/result';
import { readManifest } from '../open-session';
import type {
  FetchedProfile,
  ProfileRequest,
  ProfileSource,
  ProfileSourceFailure,
} from './profile-source';

/** The profiles of a session folder: the last of a kind is the one that is fetched. */
export class BundleSource implements ProfileSource {
  readonly kind = 'bundle';
  readonly name: string;
  readonly #artefacts: readonly Artefact[];

  private constructor(dir: string, artefacts: readonly Artefact[]) {
    this.name = dir;
    this.#artefacts = artefacts;
  }

  static async open(dir: string): Promise<Result<BundleSource, ProfileSourceFailure>> {
    const manifest = await readManifest(dir);
    if (!manifest.ok) return manifest;
    const profiles = manifest.value.artefacts.filter((each) => profileOf(each) !== undefined);
    return ok(new BundleSource(dir, profiles));
  }

  async fetch({
    kind = 'heap',
    seconds,
  }: ProfileRequest): Promise<Result<FetchedProfile, ProfileSourceFailure>> {
    if (seconds !== undefined) {
      const message = `${this.name} is a recording: it cannot be watched for ${seconds} s.`;
      return err({ code: 'unsupported', message });
    }
    const found = this.#artefacts
      .filter((each) => profileOf(each) === kind)
      .sort((l, r) => l.startedAtMs - r.startedAtMs)
      .pop();
    if (found === undefined) {
      const kinds = [...new Set(this.#artefacts.map(profileOf))].join(', ') || 'none';
      const message = `${this.name} holds no ${kind} profile. It has: ${kinds}.`;
      return err({ code: 'unsupported', message });
    }
    const { startedAtMs, endedAtMs, command } = found;
    try {
      const bytes = await readFile(path.join(this.name, ...found.path.split('/')));
      return ok({ bytes, kind, startedAtMs, endedAtMs, command });
    } catch (cause) {
      const message = `${found.path} of ${this.name} cannot be read.`;
      return err({ code: 'disk', message, detail: String(cause) });
    }
  }

  close(): void {
    // Nothing is held open.
  }
}

/** Name of the profile in an artefact, as `runtime/pprof` has it; undefined when it is none. */
export function profileOf({ kind, facts }: Pick<Artefact, 'kind' | 'facts'>): string | undefined {
  switch (kind) {
    case 'heap-profile':
      return 'heap';
    case 'goroutine-profile':
      return 'goroutine';
    case 'profile':
      return typeof facts['profile'] === 'string' ? facts['profile'] : 'other';
    default:
      return undefined;
  }
}

/** The reverse: what an artefact that holds this profile is. */
export function describeProfile(profile: string): Pick<Artefact, 'kind' | 'facts'> {
  if (profile === 'heap') return { kind: 'heap-profile', facts: {} };
  if (profile === 'goroutine') return { kind: 'goroutine-profile', facts: {} };
  return { kind: 'profile', facts: { profile } };
}
