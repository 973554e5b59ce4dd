import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Failure } from '../../../app/contract/failure';
import type { EventBody, EventName, Input, Reply } from '../../../app/contract/ipc';
import { err, ok, type Result } from '../../../app/contract/result';
import { openProfileSource, type OpenSourceOptions } from '../profile-sources/open-source';
import { inspectProfile } from '../profile-sources/inspect-profile';
import type { ProfileSource, ProfileSourceFailure } from '../profile-sources/profile-source';
import { addProfile, createProfileSession } from './profile-session';
import { defaultLimits, watchProfiles } from './watch-profiles';

type Emit = <N extends EventName>(name: N, body: EventBody<N>) => void;
type Address = Pick<
  Input<'profile.watch'>,
  'address' | 'kind' | 'headers' | 'tokenFile' | 'caFile'
>;

/**
 * Profiles opened and series watched for the window. A profile of a file or an address is kept in a session folder of
 * its own, so that every question about bundles is good for it; those folders are temporary and go with the desk.
 */
export class ProfileDesk {
  readonly #options: { readonly dataDir: string; readonly version: string };
  readonly #emit: Emit;
  readonly #watches = new Map<string, { abort: AbortController; done: Promise<void> }>();
  readonly #closing = new AbortController();
  #temporary: Promise<string> | undefined;
  #last = 0;

  constructor(options: { readonly dataDir: string; readonly version: string }, emit: Emit) {
    this.#options = options;
    this.#emit = emit;
  }

  async open(input: Input<'profile.open'>): Promise<Reply<'profile.open'>> {
    const source =
      'path' in input
        ? await openProfileSource(path.resolve(input.path))
        : await fromAddress(input);
    if (!source.ok) return source;
    try {
      const request = 'path' in input ? {} : { kind: input.kind, seconds: input.seconds };
      const { signal } = this.#closing;
      const fetched = await source.value.fetch({ ...request, signal });
      if (!fetched.ok) return fetched;
      const profile = await inspectProfile(fetched.value.bytes, source.value.name);
      if (!profile.ok) return profile;
      this.#temporary ??= mkdtemp(path.join(tmpdir(), 'trivet-profiles-'));
      const { version: trivet } = this.#options;
      const place = { parentDir: await this.#temporary, trivet };
      const session = await createProfileSession(source.value, place);
      if (!session.ok) return session;
      const added = await addProfile(session.value, fetched.value, 1, fetched.value.endedAtMs);
      if (!added.ok) return added;
      return ok({
        bundle: session.value.dir,
        path: added.value.path,
        profile: fetched.value.kind,
      });
    } finally {
      source.value.close();
    }
  }

  async watch(input: Input<'profile.watch'>): Promise<Reply<'profile.watch'>> {
    const source = await fromAddress(input);
    if (!source.ok) return source;
    const session = await createProfileSession(source.value, {
      parentDir: path.join(this.#options.dataDir, 'sessions'),
      dir: input.outDir === undefined ? undefined : path.resolve(input.outDir),
      trivet: this.#options.version,
    });
    if (!session.ok) {
      source.value.close();
      return session;
    }
    const watch = `watch-${++this.#last}`;
    const bundle = session.value.dir;
    const abort = new AbortController();
    const plan = {
      ...defaultLimits,
      keepLast: input.keepLast,
      session: session.value,
      request: { kind: input.kind, forceGc: true },
      everySeconds: input.everySeconds,
      count: input.count,
      signal: abort.signal,
    };
    const run = async () => {
      const ended = await watchProfiles(source.value, {
        ...plan,
        onTaken: ({ artefact, index, kept }) =>
          this.#emit('profile.taken', {
            watch,
            bundle,
            path: artefact.path,
            index,
            kept,
            atSeconds: Number(artefact.facts['atSeconds']),
          }),
        onMissed: (failure: Failure) => this.#emit('profile.missed', { watch, bundle, failure }),
      });
      source.value.close();
      this.#watches.delete(watch);
      const failure = ended.ok ? undefined : ended.error;
      this.#emit('profile.watch-ended', { watch, bundle, ...(failure && { failure }) });
    };
    this.#watches.set(watch, { abort, done: run() });
    return ok({ watch, bundle });
  }

  unwatch(watch: string): void {
    this.#watches.get(watch)?.abort.abort();
  }

  /** Ends the watches and removes what was kept for the window only. */
  async dispose(): Promise<void> {
    this.#closing.abort();
    const watches = [...this.#watches.values()];
    for (const { abort } of watches) abort.abort();
    await Promise.all(watches.map(({ done }) => done));
    if (this.#temporary) await rm(await this.#temporary, { recursive: true, force: true });
  }
}

/** A source by an address: never a file or a folder, whatever it is called. */
async function fromAddress(input: Address): Promise<Result<ProfileSource, ProfileSourceFailure>> {
  const { address } = input;
  const files: { token?: string | undefined; ca?: string | undefined } = {};
  for (const [name, file] of [
    ['token', input.tokenFile],
    ['ca', input.caFile],
  ] as const) {
    if (file === undefined) continue;
    try {
      files[name] = (await readFile(file, 'utf8')).trim();
    } catch (cause) {
      const message = `${file} cannot be read.`;
      return err({ code: 'disk', message, detail: String(cause) });
    }
  }
  const options: OpenSourceOptions = { headers: input.headers, ...files };
  const isAddress = /^\d+$/.test(address) || /^https?:\/\//i.test(address);
  return openProfileSource(isAddress ? address : `http://${address}`, options);
}
