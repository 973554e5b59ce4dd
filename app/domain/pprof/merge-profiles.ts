import { err, ok, type Result } from '../../contract/result';
import { GrowingU32 } from './growable';
import { EntityMerger } from './merge-entities';
import { LabelMerger, type SampleLabel } from './merge-labels';
import type { PprofError } from './pprof-error';
import type { LabelTable, Profile, SampleTable, ValueColumn } from './profile';
import { isSameTypes, nameTypes } from './sample-type';
import { StackTrie } from './stack-trie';
import { exactValues, toValueColumn } from './value-column';

/** A profile to merge: its values are negated and its samples labelled on request. */
export interface MergeSource {
  readonly profile: Profile;
  readonly negate?: boolean | undefined;
  readonly label?: { readonly key: string; readonly value: string } | undefined;
}

/** Where a merged sample's stack and labels come from. */
interface Samples {
  readonly trie: StackTrie;
  readonly stack: GrowingU32;
  readonly labels: (readonly SampleLabel[])[];
  /** Rows of the merged profile, by source and sample; −1 for all-zero samples. */
  readonly rows: readonly Int32Array[];
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
  const samples = mergeSamples(sources, entities);
  const count = samples.stack.length;
  const columns = first.sampleTypes.map((_, type) => sumColumn(sources, samples.rows, type, count));
  const kept = findNonZero(columns, count);
  const labels = new LabelMerger(entities);
  return ok({
    ...combineHeaders(sources.map((each) => each.profile)),
    samples: keepSamples(samples, columns, kept, labels),
    labels: labels.toTable() satisfies LabelTable,
    ...entities.toTables(),
  });
}

function mergeSamples(sources: readonly MergeSource[], entities: EntityMerger): Samples {
  const trie = new StackTrie();
  const keys = new StackTrie();
  const known = new Map<number, number>();
  const labelSets = new Map<string, number>();
  const stack = new GrowingU32();
  const labels: (readonly SampleLabel[])[] = [];
  const rows = sources.map(({ profile, label }) => {
    const { samples } = profile;
    const row = new Int32Array(samples.length).fill(-1);
    const toLocation = entities.addProfile(profile);
    const read = LabelMerger.reader(profile, label);
    for (let sample = 0; sample < samples.length; sample++) {
      if (samples.values.every((column) => column.numbers[sample] === 0)) continue;
      let node = 0;
      // Leaf first here: equal stacks are all that is wanted of this trie.
      const end = samples.stackStart[sample + 1] ?? 0;
      for (let at = samples.stackStart[sample] ?? 0; at < end; at++) {
        node = trie.child(node, toLocation(samples.locations[at] ?? 0));
      }
      const set = read(sample);
      const labelSet = labelSets.get(set.key) ?? labelSets.size;
      labelSets.set(set.key, labelSet);
      const key = keys.child(node, labelSet);
      let merged = known.get(key);
      if (merged === undefined) {
        merged = stack.length;
        known.set(key, merged);
        stack.push(node);
        labels.push(set.labels);
      }
      row[sample] = merged;
    }
    return row;
  });
  return { trie, stack, labels, rows };
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

function keepSamples(
  { trie, stack, labels }: Samples,
  columns: readonly ValueColumn[],
  kept: Uint32Array,
  table: LabelMerger,
): SampleTable {
  const locations = new GrowingU32();
  const stackStart = new Uint32Array(kept.length + 1);
  const labelStart = new Uint32Array(kept.length + 1);
  kept.forEach((row, sample) => {
    const reversed: number[] = [];
    for (let node = stack.at(row); node > 0; node = trie.parent(node)) {
      reversed.push(trie.item(node));
    }
    for (const location of reversed.reverse()) locations.push(location);
    stackStart[sample + 1] = locations.length;
    labelStart[sample + 1] = table.add(labels[row] ?? []);
  });
  return {
    length: kept.length,
    stackStart,
    locations: locations.toArray(),
    values: columns.map(({ numbers, exact }) =>
      exact
        ? toValueColumn(BigInt64Array.from(kept, (row) => exact[row] ?? 0n))
        : { numbers: Float64Array.from(kept, (row) => numbers[row] ?? 0) },
    ),
    labelStart,
  };
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
