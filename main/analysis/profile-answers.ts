import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { Flame } from '../../app/contract/views';
import { callTree } from '../../app/domain/pprof/call-tree';
import { flatCum, type FlatCumRow } from '../../app/domain/pprof/flat-cum';
import type { Profile } from '../../app/domain/pprof/profile';
import { findSampleType } from '../../app/domain/pprof/sample-type';
import { profileOf } from '../capture/profile-sources/bundle-source';
import { artefactsOf } from './bundle-files';
import type { OpenBundle } from './open-bundle';
import type { Questions } from './protocol';

export type WithBundle = <T>(
  dir: string,
  use: (bundle: OpenBundle) => Result<T, Failure>,
) => Promise<Result<T, Failure>>;
type Input<N extends keyof Questions> = Questions[N]['input'];
type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

/** Questions about the profiles of a bundle. */
export const profileAnswers = (withBundle: WithBundle) => ({
  'profile.list': ({ bundle }: Input<'profile.list'>): Answer<'profile.list'> =>
    withBundle(bundle, (open) => ok(list(open))),

  'profile.top': ({
    bundle,
    path,
    base,
    sampleType,
  }: Input<'profile.top'>): Answer<'profile.top'> =>
    withBundle(bundle, (open) => {
      const pair = openPair(open, path, base, sampleType);
      if (!pair.ok) return pair;
      const { profile, basis, column, baseColumn } = pair.value;
      const options = { sampleType: column, granularity: 'lines' as const };
      const now = flatCum(profile, options);
      const before = new Map<string, FlatCumRow>();
      if (basis) {
        const table = flatCum(basis, { ...options, sampleType: baseColumn });
        for (const row of table.rows) before.set(row.name, row);
      }
      const rows = now.rows.map((row) => {
        const earlier = before.get(row.name);
        before.delete(row.name);
        return difference(row, earlier, basis !== undefined);
      });
      const gone = [...before.values()].map((row) =>
        difference({ ...row, flat: 0, cum: 0 }, row, true),
      );
      return ok({ unit: now.type.unit, total: now.total, rows: [...rows, ...gone] });
    }),

  'profile.flame': ({
    bundle,
    path,
    base,
    sampleType,
  }: Input<'profile.flame'>): Answer<'profile.flame'> =>
    withBundle(bundle, (open) => {
      const pair = openPair(open, path, base, sampleType);
      if (!pair.ok) return pair;
      const { profile, basis, column } = pair.value;
      return ok(
        toFlame(callTree(profile, { sampleType: column, granularity: 'lines' }, basis), basis),
      );
    }),
});

function list(bundle: OpenBundle): Questions['profile.list']['output'] {
  const kinds = ['heap-profile', 'goroutine-profile', 'profile'] as const;
  return kinds.flatMap((kind) =>
    artefactsOf(bundle.manifest, kind).flatMap((artefact) => {
      const { path, startedAtMs } = artefact;
      const profile = bundle.profile(path);
      if (!profile.ok) return [];
      const sampleTypes = profile.value.sampleTypes.map(({ type, unit }) => ({ type, unit }));
      const atSeconds = (startedAtMs - bundle.startedAtMs) / 1000;
      return [{ path, kind, profile: profileOf(artefact) ?? '', atSeconds, sampleTypes }];
    }),
  );
}

interface Pair {
  readonly profile: Profile;
  readonly basis: Profile | undefined;
  readonly column: number;
  readonly baseColumn: number;
}

function openPair(
  bundle: OpenBundle,
  path: string,
  base: string | undefined,
  sampleType: string,
): Result<Pair, Failure> {
  const profile = bundle.profile(path);
  if (!profile.ok) return profile;
  const basis = base === undefined ? undefined : bundle.profile(base);
  if (basis && !basis.ok) return basis;
  const column = findSampleType(profile.value, sampleType);
  const baseColumn = basis ? findSampleType(basis.value, sampleType) : column;
  if (!column.ok || !baseColumn.ok) {
    const known = profile.value.sampleTypes.map(({ type }) => type).join(', ');
    const message = `${path} has no sample type "${sampleType}"; it has ${known}.`;
    return err({ code: 'not-a-profile', message });
  }
  return ok({
    profile: profile.value,
    basis: basis?.value,
    column: column.value,
    baseColumn: baseColumn.value,
  });
}

const difference = (row: FlatCumRow, base: FlatCumRow | undefined, compared: boolean) => ({
  function: row.function,
  file: row.file,
  line: row.line,
  flat: row.flat,
  cum: row.cum,
  flatDelta: compared ? row.flat - (base?.flat ?? 0) : 0,
  cumDelta: compared ? row.cum - (base?.cum ?? 0) : 0,
});

function toFlame(tree: ReturnType<typeof callTree>, basis: Profile | undefined): Flame {
  const at = <T>(pick: (node: number) => T) =>
    Array.from({ length: tree.length }, (_, i) => pick(i));
  const frame = Int32Array.from(tree.frame);
  return {
    unit: tree.type.unit,
    names: [...tree.names],
    files: [...tree.files],
    name: frame,
    file: frame,
    line: Int32Array.from(at((node) => tree.lines[tree.frame[node]!] ?? 0)),
    parent: Int32Array.from(tree.parent),
    depth: Int32Array.from(tree.depth),
    flat: Float64Array.from(tree.flat),
    cum: Float64Array.from(tree.cum),
    delta: basis
      ? Float64Array.from(at((node) => tree.cum[node]! - tree.baseCum[node]!))
      : new Float64Array(tree.length),
  };
}
