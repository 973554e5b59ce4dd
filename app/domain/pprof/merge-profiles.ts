import { err, ok, type Result } from '../../contract/result';
import { GrowingU32 } from './growable';
import { EntityMerger } from './merge-entities';
import { LabelMerger } from './merge-labels';
import { SampleMerger } from './merge-samples';
import type { PprofError } from './pprof-error';
import type { Profile, ValueColumn } from './profile';
import { isSameTypes, nameTypes } from './sample-type';
import { exactValues, toValueColumn } from './value-column';

/** A profile to merge: its values are negated and its samples labelled on request. */
export interface MergeSource {
  readonly profile: Profile;
  readonly negate?: boolean | undefined;
  readonly label?: { readonly key: string; readonly value: string } | undefined;
}

/**
 * Merges profiles as `profile.Merge` does: samples with the same stack and labels are added,
 * locations match by mapping, address relative to it, function and line; what sums to zero is
 * dropped. Headers as `combineHeaders`: earliest time, summed duration, largest period.
 */
export function mergeProfiles(sources: readonly MergeSource[]): Result<Profile, PprofError> {
  const first = sources[0]?.profile;
  if (first === undefined) return err({ code: 'empty' });
  for (const { profile } of sources) {
    if (!isSameTypes(first, profile)) {
      return err({ code: 'incompatible', first: nameTypes(first), second: nameTypes(profile) });
    }
  }
  const entities = new EntityMerger();
  const labels = new LabelMerger(entities);
  const samples = new SampleMerger();
  const rows = sources.map((source) => addSource(source, entities, labels, samples));
  const columns = first.sampleTypes.map((_, type) =>
    sumColumn(sources, rows, type, samples.length),
  );
  const kept = findNonZero(columns, samples.length);
  const { locations, stackStart, labelSets } = samples.pick(kept);
  const table = labels.toTable(labelSets);
  return ok({
    ...combineHeaders(sources.map((each) => each.profile)),
    samples: {
      length: kept.length,
      stackStart,
      locations,
      values: columns.map((column) => keepRows(column, kept)),
      labelStart: table.labelStart,
    },
    labels: table.labels,
    ...entities.toTables(),
  });
}

/** Answers the merged row of every sample; −1 for those whose values are all zero. */
function addSource(
  { profile, label }: MergeSource,
  entities: EntityMerger,
  labels: LabelMerger,
  merged: SampleMerger,
): Int32Array {
  const { samples } = profile;
  const rows = new Int32Array(samples.length).fill(-1);
  const toLocation = entities.addProfile(profile);
  const labelSetOf = labels.reader(profile, label);
  let stack = new Uint32Array(256);
  for (let sample = 0; sample < samples.length; sample++) {
    if (samples.values.every((column) => column.numbers[sample] === 0)) continue;
    const first = samples.stackStart[sample]!;
    const depth = samples.stackStart[sample + 1]! - first;
    if (depth > stack.length) stack = new Uint32Array(depth * 2);
    for (let i = 0; i < depth; i++) stack[i] = toLocation(samples.locations[first + i]!);
    rows[sample] = merged.add(stack, depth, labelSetOf(sample));
  }
  return rows;
}

function keepRows({ numbers, exact }: ValueColumn, kept: Uint32Array): ValueColumn {
  return exact
    ? toValueColumn(BigInt64Array.from(kept, (row) => exact[row] ?? 0n))
    : { numbers: Float64Array.from(kept, (row) => numbers[row]!) };
}

function sumColumn(
  sources: readonly MergeSource[],
  rows: readonly Int32Array[],
  type: number,
  count: number,
): ValueColumn {
  const columns = sources.map(({ profile }) => profile.samples.values[type]);
  const magnitude = columns.reduce(
    (sum, column) => sum + (column?.numbers.reduce((all, each) => all + Math.abs(each), 0) ?? 0),
    0,
  );
  if (magnitude <= Number.MAX_SAFE_INTEGER) {
    const numbers = new Float64Array(count);
    columns.forEach((column, source) => {
      const sign = sources[source]?.negate === true ? -1 : 1;
      rows[source]?.forEach((row, sample) => {
        if (row >= 0) numbers[row] = (numbers[row] ?? 0) + sign * (column?.numbers[sample] ?? 0);
      });
    });
    return { numbers };
  }
  const exact = new BigInt64Array(count);
  columns.forEach((column, source) => {
    const values = column ? exactValues(column) : new BigInt64Array(0);
    const sign = sources[source]?.negate === true ? -1n : 1n;
    rows[source]?.forEach((row, sample) => {
      if (row >= 0) exact[row] = (exact[row] ?? 0n) + sign * (values[sample] ?? 0n);
    });
  });
  return toValueColumn(exact);
}

function findNonZero(columns: readonly ValueColumn[], count: number): Uint32Array {
  const kept = new GrowingU32();
  for (let row = 0; row < count; row++) {
    if (columns.some((column) => column.numbers[row] !== 0)) kept.push(row);
  }
  return kept.toArray();
}

type Header = Omit<
  Profile,
  'samples' | 'labels' | 'locations' | 'lines' | 'functions' | 'mappings' | 'strings'
>;

function combineHeaders(profiles: readonly Profile[]): Header {
  const [first] = profiles as readonly [Profile, ...Profile[]];
  let timeNanos = 0n;
  let durationNanos = 0n;
  let period = 0n;
  for (const profile of profiles) {
    if (timeNanos === 0n || profile.timeNanos < timeNanos) timeNanos = profile.timeNanos;
    durationNanos += profile.durationNanos;
    if (period === 0n || period < profile.period) period = profile.period;
  }
  const firstText = (read: (profile: Profile) => string): string =>
    profiles.map(read).find((text) => text !== '') ?? '';
  return {
    sampleTypes: first.sampleTypes,
    defaultSampleType: firstText((each) => each.defaultSampleType),
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
    timeNanos,
    durationNanos,
    periodType: first.periodType,
    period,
    comments: [...new Set(profiles.flatMap((each) => each.comments))],
    docUrl: firstText((each) => each.docUrl),
  };
}
