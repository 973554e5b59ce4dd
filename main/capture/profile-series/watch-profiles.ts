import type { Failure } from '../../../app/contract/failure';
import type { Artefact } from '../../../app/contract/manifest';
import { err, ok, type Result } from '../../../app/contract/result';
import type { Profile } from '../../../app/domain/pprof/profile';
import { pause } from '../../target/pause';
import { inspectProfile } from '../profile-sources/inspect-profile';
import type {
  ProfileRequest,
  ProfileSource,
  ProfileSourceFailure,
} from '../profile-sources/profile-source';
import type { SessionFolder } from '../session-folder';
import { addProfile } from './profile-session';
import { thinSeries, type SeriesLimits } from './thin-series';

export interface WatchPlan extends SeriesLimits {
  readonly session: SessionFolder;
  readonly request: Omit<ProfileRequest, 'signal'>;
  readonly everySeconds: number;
  /** Undefined: until it is aborted. */
  readonly count: number | undefined;
  readonly signal: AbortSignal;
  readonly onTaken: (taken: TakenProfile) => void;
  /** One that could not be had; the watch goes on. */
  readonly onMissed: (failure: Failure) => void;
}

export interface TakenProfile {
  readonly artefact: Artefact;
  readonly profile: Profile;
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
export async function watchProfiles(
  source: ProfileSource,
  plan: WatchPlan,
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
    const got = await takeOne(source, { ...request, signal });
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

async function takeOne(source: ProfileSource, request: ProfileRequest) {
  const fetched = await source.fetch(request);
  if (!fetched.ok) return fetched;
  const profile = await inspectProfile(fetched.value.bytes, source.name);
  return profile.ok ? ok({ fetched: fetched.value, profile: profile.value }) : err(profile.error);
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
