import type { LabelTable, Profile } from '../profile';
import type { ViewOptions } from '../view-options';
import { computeNumberUnits } from '../filter/tag-filter';
import { prepareView } from './prepare-view';

/** One value of a label, with the samples that carry it. */
export interface TagValue {
  /** As written; a number with its unit. */
  readonly value: string;
  readonly total: number;
  readonly samples: number;
}

/** One label key. A sample with several values of it counts at each, as in pprof. */
export interface TagKey {
  readonly key: string;
  /** Sum of the samples that have the key, each once. */
  readonly total: number;
  readonly samples: number;
  /** Largest first, at most `limit`. */
  readonly values: readonly TagValue[];
  readonly valueCount: number;
}

export interface TagTotals {
  readonly total: number;
  readonly samples: number;
  /** Largest first. */
  readonly keys: readonly TagKey[];
}

interface Draft {
  total: number;
  samples: number;
  lastSample: number;
  readonly values: Map<string, { total: number; samples: number; lastSample: number }>;
}

/** Sums a view by labels, as `go tool pprof -tags`. @param limit values of a key. */
export function tagTotals(profile: Profile, options: ViewOptions, limit: number): TagTotals {
  const view = prepareView(profile, options);
  const { labels } = view;
  const { strings } = profile;
  const units = computeNumberUnits(profile);
  const { labelStart, length } = view.samples;
  const keys = new Map<number, Draft>();
  const sum = { total: 0, samples: 0 };
  for (let sample = 0; sample < length; sample++) {
    if (view.included !== undefined && view.included[sample] === 0) continue;
    const value = view.column.numbers[sample]!;
    if (value === 0) continue;
    sum.total += value;
    sum.samples++;
    const end = labelStart[sample + 1]!;
    for (let label = labelStart[sample]!; label < end; label++) {
      const key = labels.key[label]!;
      const draft = keys.get(key) ?? { total: 0, samples: 0, lastSample: -1, values: new Map() };
      keys.set(key, draft);
      add(draft, value, sample);
      const text = formatLabel(labels, strings, units, label);
      const row = draft.values.get(text) ?? { total: 0, samples: 0, lastSample: -1 };
      draft.values.set(text, row);
      add(row, value, sample);
    }
  }
  return {
    ...sum,
    keys: bySize(
      [...keys].map(([key, { total, samples, values }]) => ({
        key: strings[key] ?? '',
        total,
        samples,
        valueCount: values.size,
        values: bySize(
          [...values].map(([value, row]) => ({ value, total: row.total, samples: row.samples })),
        ).slice(0, limit),
      })),
    ),
  };
}

function add(
  row: { total: number; samples: number; lastSample: number },
  value: number,
  sample: number,
) {
  if (row.lastSample === sample) return;
  row.lastSample = sample;
  row.total += value;
  row.samples++;
}

const bySize = <T extends { total: number }>(rows: T[]): T[] =>
  rows.sort((l, r) => Math.abs(r.total) - Math.abs(l.total));

function formatLabel(
  labels: LabelTable,
  strings: readonly string[],
  units: ReadonlyMap<number, string>,
  label: number,
): string {
  const text = labels.str[label]!;
  if (text !== 0) return strings[text] ?? '';
  const unit = units.get(labels.key[label]!) ?? '';
  return unit === '' ? String(labels.num[label]) : `${labels.num[label]} ${unit}`;
}
