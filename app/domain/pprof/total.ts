import type { Profile } from './profile';

/** Label of a diff base's samples, as `go tool pprof -diff_base` sets it. */
export const diffBaseLabel = { key: 'pprof::base', value: 'true' } as const;

/** Rows of samples that come from a diff base; undefined when there are none. */
function findDiffBase(profile: Profile): Uint8Array | undefined {
  const { labels, samples, strings } = profile;
  const key = strings.indexOf(diffBaseLabel.key);
  const value = strings.indexOf(diffBaseLabel.value);
  if (key < 0 || value < 0) return undefined;
  const rows = new Uint8Array(samples.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const end = samples.labelStart[sample + 1] ?? 0;
    for (let label = samples.labelStart[sample] ?? 0; label < end; label++) {
      if (labels.key[label] === key && labels.str[label] === value) rows[sample] = 1;
    }
  }
  return rows;
}

/**
 * What percentages refer to, as pprof's `computeTotal`: the sum of absolute values, of the diff
 * base's samples alone when there are any.
 */
export function computeTotal(
  profile: Profile,
  sampleType: number,
  included: Uint8Array | undefined,
): number {
  const column = profile.samples.values[sampleType];
  if (column === undefined) return 0;
  const isBase = findDiffBase(profile);
  if (column.exact) return exactTotal(column.exact, isBase, included);
  let total = 0;
  let baseTotal = 0;
  for (let sample = 0; sample < column.numbers.length; sample++) {
    if (included?.[sample] === 0) continue;
    const value = Math.abs(column.numbers[sample] ?? 0);
    total += value;
    if (isBase?.[sample] === 1) baseTotal += value;
  }
  return baseTotal > 0 ? baseTotal : total;
}

/** The same beyond 2^53; rounded at the end only. */
function exactTotal(
  values: BigInt64Array,
  isBase: Uint8Array | undefined,
  included: Uint8Array | undefined,
): number {
  let total = 0n;
  let baseTotal = 0n;
  for (let sample = 0; sample < values.length; sample++) {
    if (included?.[sample] === 0) continue;
    const value = values[sample]! < 0n ? -values[sample]! : values[sample]!;
    total += value;
    if (isBase?.[sample] === 1) baseTotal += value;
  }
  return Number(baseTotal > 0n ? baseTotal : total);
}
