import type { Failure } from '../../app/contract/failure';
import { ok, type Result } from '../../app/contract/result';
import { callTree } from '../../app/domain/pprof/call-tree';
import { flatCum, type FlatCumRow } from '../../app/domain/pprof/flat-cum';
import { recogniseProfile } from '../../app/domain/pprof/profile-kind';
import { computeRowErrors } from '../../app/domain/pprof/row-errors';
import { profileOf } from '../capture/profile-sources/bundle-source';
import { artefactsOf } from './bundle-files';
import { toFlame } from './flame-columns';
import type { OpenBundle } from './open-bundle';
import { openQuery } from './profile-query';
import { profileViewAnswers } from './profile-view-answers';
import type { Questions } from './protocol';
import { traceProfilesOf } from './trace-profiles';

export type WithBundle = <T>(
  dir: string,
  use: (bundle: OpenBundle) => Result<T, Failure> | Promise<Result<T, Failure>>,
) => Promise<Result<T, Failure>>;
type Input<N extends keyof Questions> = Questions[N]['input'];
type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

/** Questions about the profiles of a bundle. */
export const profileAnswers = (withBundle: WithBundle) => ({
  'profile.list': ({ bundle }: Input<'profile.list'>): Answer<'profile.list'> =>
    withBundle(bundle, async (open) => ok(await list(open))),

  'profile.top': ({ bundle, ...query }: Input<'profile.top'>): Answer<'profile.top'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query, 'lines');
      if (!opened.ok) return opened;
      const { profile, options, base } = opened.value;
      const now = flatCum(profile, options);
      const before = new Map<string, FlatCumRow>();
      if (base) {
        for (const row of flatCum(base.profile, base.options).rows) before.set(row.name, row);
      }
      const errors = computeRowErrors(profile, options);
      const rows = now.rows.map((row) => {
        const earlier = before.get(row.name);
        before.delete(row.name);
        const error = errors?.get(row.name);
        return {
          ...difference(row, earlier, base !== undefined),
          ...(error && { flatError: error.flat, cumError: error.cum }),
        };
      });
      const gone = [...before.values()].map((row) =>
        difference({ ...row, flat: 0, cum: 0 }, row, true),
      );
      return ok({ unit: now.type.unit, total: now.total, rows: [...rows, ...gone] });
    }),

  'profile.flame': ({ bundle, ...query }: Input<'profile.flame'>): Answer<'profile.flame'> =>
    withBundle(bundle, async (open) => {
      const opened = await openQuery(open, query, 'lines');
      if (!opened.ok) return opened;
      const { profile, options, base } = opened.value;
      const { direction, center, under, minShare } = query;
      const shape = { direction, center, under, minShare };
      const tree = callTree(profile, { ...options, ...shape }, base?.profile);
      return ok(toFlame(tree, base !== undefined));
    }),

  ...profileViewAnswers(withBundle),
});

async function list(bundle: OpenBundle): Promise<Questions['profile.list']['output']> {
  const since = (startedAtMs: number) => (startedAtMs - bundle.startedAtMs) / 1000;
  const entries: Questions['profile.list']['output'] = [];
  for (const kind of ['heap-profile', 'goroutine-profile', 'profile'] as const) {
    for (const artefact of artefactsOf(bundle.manifest, kind)) {
      const { path, startedAtMs } = artefact;
      const profile = await bundle.loadProfile(path);
      if (!profile.ok) continue;
      const { natures } = recogniseProfile(profile.value, profileOf(artefact));
      const sampleTypes = profile.value.sampleTypes.map(({ type, unit }, column) => ({
        ...{ type, unit, nature: natures[column] ?? 'unknown' },
      }));
      const atSeconds = since(startedAtMs);
      entries.push({ path, kind, profile: profileOf(artefact) ?? '', atSeconds, sampleTypes });
    }
  }
  const traced = traceProfilesOf(bundle.manifest).map(({ startedAtMs, ...entry }) => ({
    ...entry,
    atSeconds: since(startedAtMs),
  }));
  return [...entries, ...traced];
}

const difference = (row: FlatCumRow, base: FlatCumRow | undefined, compared: boolean) => ({
  function: row.function === '' ? row.name : row.function,
  file: row.file,
  line: row.line,
  flat: row.flat,
  cum: row.cum,
  flatDelta: compared ? row.flat - (base?.flat ?? 0) : 0,
  cumDelta: compared ? row.cum - (base?.cum ?? 0) : 0,
});
