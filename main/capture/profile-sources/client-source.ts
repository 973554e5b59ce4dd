import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { err, ok, type Result } from '../../../app/contract/result';
import { encodeProfile } from '../../../app/domain/pprof/encode-profile';
import { formatPprofError } from '../../../app/domain/pprof/pprof-error';
import { subtractProfiles } from '../../../app/domain/pprof/subtract-profiles';
import { kindTexts } from '../../../app/domain/pprof/texts';
import { pause } from '../../target/pause';
import type { TargetClient } from '../../target/target-client';
import { inspectProfile } from './inspect-profile';
import type {
  FetchedProfile,
  ProfileRequest,
  ProfileSource,
  ProfileSourceFailure,
} from './profile-source';

type Bytes = Result<Uint8Array, ProfileSourceFailure>;

/** What switches block and mutex profiles on when one of them is asked for. */
export const contentionRates = { blockNs: 10_000, mutexFraction: 10 } as const;

/** Of the one profile that some releases lack, which have it. */
const explain = (kind: string, failure: ProfileSourceFailure): ProfileSourceFailure =>
  kind === 'goroutineleak' && failure.code === 'unsupported'
    ? { ...failure, remedy: kindTexts.en.leakReleases }
    : failure;

/** The target program that we launched, through its agent. */
export class ClientSource implements ProfileSource {
  readonly kind = 'agent';
  readonly name: string;
  readonly #client: TargetClient;
  #isContentionOn = false;

  constructor(client: TargetClient, name: string) {
    this.#client = client;
    this.name = name;
  }

  async fetch(request: ProfileRequest): Promise<Result<FetchedProfile, ProfileSourceFailure>> {
    const { kind = 'heap', seconds } = request;
    const durationMs = (seconds ?? (kind === 'cpu' ? 10 : 0)) * 1000;
    if ((kind === 'block' || kind === 'mutex') && !this.#isContentionOn) {
      const enabled = await this.#client.enableContention(contentionRates);
      if (!enabled.ok) return enabled;
      this.#isContentionOn = true;
    }
    const startedAtMs = Date.now();
    const bytes = await (kind === 'cpu'
      ? this.#cpu(durationMs, request.signal)
      : durationMs > 0
        ? this.#change(kind, durationMs, request)
        : this.#take(kind, request));
    if (!bytes.ok) return err(explain(kind, bytes.error));
    const command = this.#client.commandForProfile(kind, { durationMs });
    return ok({ bytes: bytes.value, kind, startedAtMs, endedAtMs: Date.now(), command });
  }

  /** The target belongs to whoever launched it. */
  close(): void {
    this.#client.close();
  }

  #take(kind: string, { forceGc = false }: ProfileRequest): Promise<Bytes> {
    return kind === 'heap' ? this.#client.heapProfile({ forceGc }) : this.#client.profile(kind);
  }

  async #cpu(durationMs: number, signal: AbortSignal | undefined): Promise<Bytes> {
    const dir = await mkdtemp(path.join(tmpdir(), 'trivet-cpu-'));
    try {
      const file = path.join(dir, 'cpu.pb.gz');
      const done = await this.#client.cpuProfile(file, durationMs, signal);
      return done.ok ? ok(await readFile(file)) : done;
    } catch (cause) {
      const message = 'The CPU profile cannot be read.';
      return err({ code: 'disk', message, detail: String(cause) });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  /** As net/http/pprof does for `?seconds=`: the later profile minus the earlier. */
  async #change(kind: string, durationMs: number, request: ProfileRequest): Promise<Bytes> {
    const ends: Parameters<typeof subtractProfiles>[0][] = [];
    for (const wait of [0, durationMs]) {
      await pause(wait, request.signal);
      if (request.signal?.aborted === true) {
        return err({ code: 'cancelled', message: 'The profile was cancelled.' });
      }
      const taken = await this.#take(kind, request);
      if (!taken.ok) return taken;
      const profile = await inspectProfile(taken.value, `The ${kind} profile`);
      if (!profile.ok) return profile;
      ends.push(profile.value);
    }
    const [before, after] = ends as [(typeof ends)[0], (typeof ends)[0]];
    const change = subtractProfiles(after, before);
    if (!change.ok) {
      const message = `The two ${kind} profiles do not go together: ${formatPprofError(change.error)}.`;
      return err({ code: 'not-a-profile', message });
    }
    const durationNanos = BigInt(Math.round(durationMs * 1e6));
    return ok(gzipSync(encodeProfile({ ...change.value, durationNanos })));
  }
}
