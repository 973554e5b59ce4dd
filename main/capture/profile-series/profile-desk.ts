import { constants } from 'node:fs';
import { copyFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Failure } from '../../../app/contract/failure';
import type { EventBody, EventName, Input, Reply } from '../../../app/contract/ipc';
import { err, ok, type Result } from '../../../app/contract/result';
import type { Analyst } from '../../analysis/client';
import { isGzip } from '../../analysis/profile-file';
import { FileSource } from '../profile-sources/file-source';
import { openProfileSource, type OpenSourceOptions } from '../profile-sources/open-source';
import type { ProfileSource, ProfileSourceFailure } from '../profile-sources/profile-source';
import type { ArtefactFacts, SessionFolder } from '../session-folder';
import { createProfileSession, describeArtefact } from './profile-session';
import { defaultLimits, watchProfiles } from './watch-profiles';

type Emit = <N extends EventName>(name: N, body: EventBody<N>) => void;
type Address = Pick<
  Input<'profile.watch'>,
  'address' | 'kind' | 'headers' | 'tokenFile' | 'caFile'
>;

export interface ProfileDeskOptions {
  readonly dataDir: string;
  readonly version: string;
  /** Decodes what is opened: never this process, whose window would stand still. */
  readonly analysis: Analyst;
}

/**
 * Profiles opened and series watched for the window. A profile of a file or an address is kept in a session folder of
 * its own, so that every question about bundles is good for it; those folders are temporary and go with the desk.
 */
export class ProfileDesk {
  readonly #options: ProfileDeskOptions;
  readonly #emit: Emit;
  readonly #watches = new Map<string, { abort: AbortController; done: Promise<void> }>();
  readonly #closing = new AbortController();
  /** Copies being made and hashed; none of these promises rejects. */
  readonly #keeping = new Set<Promise<unknown>>();
  #temporary: Promise<string> | undefined;
  #last = 0;

  constructor(options: ProfileDeskOptions, emit: Emit) {
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
      this.#temporary ??= mkdtemp(path.join(tmpdir(), 'trivet-profiles-'));
      const { version: trivet } = this.#options;
      const place = { parentDir: await this.#temporary, trivet };
      const session = await createProfileSession(source.value, place);
      if (!session.ok) return session;
      const placed =
        source.value instanceof FileSource
          ? await this.#openFile(source.value, session.value)
          : await this.#openFetched(source.value, session.value, input);
      if (!placed.ok) return placed;
      const { artefact, kind } = placed.value;
      this.#keep(session.value, artefact, placed.value.original);
      return ok({ bundle: session.value.dir, path: artefact.path, profile: kind });
    } finally {
      source.value.close();
    }
  }

  /** The file is read where it lies, and copied when it has been answered. */
  async #openFile(source: FileSource, session: SessionFolder) {
    const described = await source.describe();
    if (!described.ok) return described;
    const { kind, endedAtMs } = described.value;
    try {
      const isCompressed = isGzip(await readHead(source.name));
      const artefact = describeArtefact(described.value, isCompressed, 1, endedAtMs);
      const adopted = await this.#adopt(session, source.name, artefact);
      return adopted.ok ? ok({ artefact, kind, original: source.name }) : adopted;
    } catch (cause) {
      const message = `${source.name} cannot be read.`;
      return err({ code: 'disk' as const, message, detail: String(cause) });
    }
  }

  /**
   * Takes the file into the folder. Copy and hash are for whoever opens the folder later: nobody waits for them, and
   * without them the analysis still has the profile.
   */
  #keep(session: SessionFolder, artefact: ArtefactFacts, original: string | undefined): void {
    const keep = async () => {
      if (original !== undefined) {
        await copyFile(original, await session.place(artefact.path), constants.COPYFILE_FICLONE);
        // Written anew since it was read: then this is not what was shown.
        if ((await stat(original)).mtimeMs !== artefact.endedAtMs) return;
      }
      await session.addArtefact(artefact);
    };
    const kept = keep()
      .catch(() => undefined)
      .finally(() => this.#keeping.delete(kept));
    this.#keeping.add(kept);
  }

  async #openFetched(source: ProfileSource, session: SessionFolder, input: Input<'profile.open'>) {
    const request = 'path' in input ? {} : { kind: input.kind, seconds: input.seconds };
    const fetched = await source.fetch({ ...request, signal: this.#closing.signal });
    if (!fetched.ok) return fetched;
    const { bytes, kind, endedAtMs } = fetched.value;
    const artefact = describeArtefact(fetched.value, isGzip(bytes), 1, endedAtMs);
    try {
      const file = await session.place(artefact.path);
      await writeFile(file, bytes);
      const adopted = await this.#adopt(session, file, artefact, source.name);
      return adopted.ok ? ok({ artefact, kind, original: undefined }) : adopted;
    } catch (cause) {
      const message = `The profile cannot be written to ${session.dir}.`;
      return err({ code: 'disk' as const, message, detail: String(cause) });
    }
  }

  /** Has the analysis read the profile, which then answers for the folder's handle. */
  async #adopt(
    session: SessionFolder,
    file: string,
    artefact: ArtefactFacts,
    name = file,
  ): Promise<Result<object, Failure<'not-a-profile' | 'disk' | 'not-a-bundle'>>> {
    const entry = { ...artefact, facts: artefact.facts ?? {}, sizeBytes: 0, sha256: '' };
    const adopted = await this.#options.analysis.ask('profile.adopt', {
      ...{ dir: session.dir, file, artefact: entry },
    });
    if (adopted.ok) return adopted;
    const { code, message } = adopted.error;
    const known = code === 'disk' || code === 'not-a-bundle' ? code : 'not-a-profile';
    return err({ ...adopted.error, code: known, message: message.replace(file, name) });
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
        inspect: (bytes, name) => this.#options.analysis.ask('profile.check', { bytes, name }),
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
    await Promise.all(this.#keeping);
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

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const head = new Uint8Array(2);
    await handle.read(head, 0, 2, 0);
    return head;
  } finally {
    await handle.close();
  }
}
