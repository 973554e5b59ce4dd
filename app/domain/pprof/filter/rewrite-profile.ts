import { GrowingU32 } from '../growable';
import type { LineTable, Profile, ValueColumn } from '../profile';

/** Part of a stack, leaf first: rows `first … end` of `SampleTable.locations`. */
export interface StackRange {
  first: number;
  end: number;
}

/**
 * The profile with fewer samples and shorter stacks. Location, function and label tables stay as
 * they are.
 * @param choose narrows `range` in place, which comes as the whole stack; false drops the sample.
 * @param isHidden locations to be taken out of the stacks; a stack that has others than those only.
 */
export function selectSamples(
  profile: Profile,
  choose: (sample: number, range: StackRange) => boolean,
  isHidden?: Uint8Array,
): Profile {
  const { samples } = profile;
  const kept = new GrowingU32();
  const stackStart = new GrowingU32();
  const labelStart = new GrowingU32();
  const range: StackRange = { first: 0, end: 0 };
  const locations = new Uint32Array(samples.locations.length);
  let length = 0;
  // A sample's labels stay rows of the old table only if all that are kept lie together; so the
  // table is rewritten with them.
  const labels = new GrowingU32();
  for (let sample = 0; sample < samples.length; sample++) {
    range.first = samples.stackStart[sample]!;
    range.end = samples.stackStart[sample + 1]!;
    if (!choose(sample, range)) continue;
    const before = length;
    for (let at = range.first; at < range.end; at++) {
      const location = samples.locations[at]!;
      if (isHidden === undefined || isHidden[location] === 0) locations[length++] = location;
    }
    if (isHidden !== undefined && length === before) continue;
    kept.push(sample);
    stackStart.push(before);
    labelStart.push(labels.length);
    const lastLabel = samples.labelStart[sample + 1]!;
    for (let row = samples.labelStart[sample]!; row < lastLabel; row++) labels.push(row);
  }
  stackStart.push(length);
  labelStart.push(labels.length);
  const rows = kept.toArray();
  const labelRows = labels.toArray();
  const { key, str, num, numUnit } = profile.labels;
  return {
    ...profile,
    samples: {
      length: rows.length,
      stackStart: stackStart.toArray(),
      locations: locations.subarray(0, length),
      values: samples.values.map((column) => pick(column, rows)),
      labelStart: labelStart.toArray(),
    },
    labels: {
      length: labelRows.length,
      key: labelRows.map((row) => key[row]!),
      str: labelRows.map((row) => str[row]!),
      num: BigInt64Array.from(labelRows, (row) => num[row]!),
      numUnit: labelRows.map((row) => numUnit[row]!),
    },
  };
}

function pick({ numbers, exact }: ValueColumn, rows: Uint32Array): ValueColumn {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = numbers[rows[i]!]!;
  if (!exact) return { numbers: picked };
  const picks = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picks[i] = exact[rows[i]!]!;
  return { numbers: picked, exact: picks };
}

/**
 * The profile with fewer lines per location.
 * @param choose gives the rows of the line table that a location keeps, in order.
 */
export function selectLines(
  profile: Profile,
  choose: (location: number, first: number, end: number, keep: (row: number) => void) => void,
): Profile {
  const { locations, lines } = profile;
  const rows = new GrowingU32();
  const lineStart = new Uint32Array(locations.length + 1);
  const keep = (row: number): void => rows.push(row);
  for (let location = 0; location < locations.length; location++) {
    const first = locations.lineStart[location]!;
    choose(location, first, locations.lineStart[location + 1]!, keep);
    lineStart[location + 1] = rows.length;
  }
  const chosen = rows.toArray();
  const picked: LineTable = {
    length: chosen.length,
    func: Int32Array.from(chosen, (row) => lines.func[row]!),
    line: Float64Array.from(chosen, (row) => lines.line[row]!),
    column: Float64Array.from(chosen, (row) => lines.column[row]!),
  };
  return { ...profile, locations: { ...locations, lineStart }, lines: picked };
}
