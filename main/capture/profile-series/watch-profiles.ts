import type { Failure } from '../../../app/contract/failure';
import type { Artefact } from '../../../app/contract/manifest';
import { err, ok, type Result } from '../../../app/contract/result';
import { pause } from '../../target/pause';
import type {
  FetchedProfile,
  ProfileRequest,
  ProfileSource,
  ProfileSourceFailure,
} from '../profile-sources/profile-source';
import type { SessionFolder } from '../session-folder';
import { addProfile } from './profile-session';
import { thinSeries, type SeriesLimits } from './thin-series';

/** @template P what `inspect` gives of a profile, handed on to `onTaken`. */
export interface WatchPlan<P> extends SeriesLimits {
  readonly session: SessionFolder;
  readonly request: Omit<ProfileRequest, 'signal'>;
  readonly everySeconds: number;
  /** Undefined: until it is aborted. */
  readonly count: number | undefined;
  readonly signal: AbortSignal;
  /** Whether bytes are a whole profile: only by decoding them, where that keeps nobody waiting. */
  readonly inspect: (bytes: Uint8Array, name: string) => Promise<Result<P, Failure>>;
  readonly onTaken: (taken: TakenProfile<P>) => void;
  /** One that could not be had; the watch goes on. */
  readonly onMissed: (failure: Failure) => void;
}

export interface TakenProfile<P> {
  readonly artefact: Artefact;
  readonly profile: P;
  /** From 1; also those count that were thinned out since. */
  readonly index: number;
  /** How many the series holds now. */
  readonly kept: number;
}

export const defaultLimits: SeriesLimits = { keepLast: 60, keepOlder: 60, maxBytes: 256 << 20 };

/** What another try will not mend. */
const final = new Set<Failure['code']>([
  'cancelled',
  'target-exited',
  'agent-unreachable',
  'usage',
  'unsupported',
  'disk',
]);
const maxMissedInARow = 5;

/**
 * Takes a profile every so often and keeps them as a series in the session folder, whose manifest is whole after every
 * step. The disk it takes is bounded: older profiles are thinned out. A slow answer skips turns, it does not queue them.
 * @returns how many were taken; a failure when nothing more can be had, or the source failed five times in a row.
 */
export async function watchProfiles<P>(
  source: ProfileSource,
  plan: WatchPlan<P>,
): Promise<Result<{ taken: number }, ProfileSourceFailure>> {
  const { session, request, everySeconds, count = Infinity, signal } = plan;
  const startMs = Date.now();
  const everyMs = everySeconds * 1000;
  let series: readonly Artefact[] = [];
  let taken = 0;
  let missedInARow = 0;
  for (let turn = 0; taken < count;) {
    await pause(startMs + turn * everyMs - Date.now(), signal);
    if (isAborted(signal)) break;
    const got = await takeOne(source, { ...request, signal }, plan.inspect);
    if (!got.ok) {
      if (isAborted(signal)) break;
      if (final.has(got.error.code) || ++missedInARow >= maxMissedInARow) return got;
      plan.onMissed(got.error);
    } else {
      missedInARow = 0;
      const { fetched, profile } = got.value;
      const forcedGc = request.forceGc === true && fetched.kind === 'heap';
      const facts = fetched.kind === 'heap' ? { forcedGc } : {};
      const added = await addProfile(session, fetched, ++taken, startMs, facts);
      if (!added.ok) return added;
      if (forcedGc) {
        const forcedCollections = session.manifest.forcedCollections + 1;
        await session.update({ forcedCollections });
      }
      const thinned = await thin(session, [...series, added.value], plan);
      if (!thinned.ok) return thinned;
      series = thinned.value;
      plan.onTaken({ artefact: added.value, profile, index: taken, kept: series.length });
    }
    turn = Math.max(turn + 1, Math.ceil((Date.now() - startMs) / everyMs));
  }
  return ok({ taken });
}

async function takeOne<P>(
  source: ProfileSource,
  request: ProfileRequest,
  inspect: WatchPlan<P>['inspect'],
): Promise<Result<{ fetched: FetchedProfile; profile: P }, ProfileSourceFailure>> {
  const fetched = await source.fetch(request);
  if (!fetched.ok) return fetched;
  const profile = await inspect(fetched.value.bytes, source.name);
  if (profile.ok) return ok({ fetched: fetched.value, profile: profile.value });
  return err({ ...profile.error, code: 'not-a-profile' });
}

async function thin(
  session: SessionFolder,
  series: readonly Artefact[],
  limits: SeriesLimits,
): Promise<Result<readonly Artefact[], Failure<'disk'>>> {
  const members = series.map(({ endedAtMs, sizeBytes }) => ({ atMs: endedAtMs, sizeBytes }));
  const dropped = new Set(thinSeries(members, limits));
  if (dropped.size === 0) return ok(series);
  const gone = series.filter((_, index) => dropped.has(index));
  const removed = await session.removeArtefacts(gone.map(({ path }) => path));
  return removed.ok ? ok(series.filter((_, index) => !dropped.has(index))) : removed;
}

/** A call, since TypeScript takes a property for unchanged across an await. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
