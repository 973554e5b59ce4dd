import type { Frame } from '../../contract/frame';
import { err, ok, type Result } from '../../contract/result';
import { computeLocationFrames, FrameInterner } from './frame-table';
import { computeIncluded } from './included-samples';
import type { PprofError } from './pprof-error';
import type { Profile, ValueType } from './profile';
import { isSameTypes, nameTypes } from './sample-type';
import { computeVariances } from './sampling-error';
import { StackTrie } from './stack-trie';

/** A profile and when it was taken, in seconds since the first of the series. */
export interface TimedProfile {
  readonly atSeconds: number;
  readonly profile: Profile;
}

/** One call stack over the series. */
export interface StackValues {
  /** Leaf first; inlined frames included. */
  readonly frames: readonly Frame[];
  /** One value per profile; 0 where the stack does not occur. */
  readonly values: Float64Array;
  /** Sampling variance of each value; only when asked for and known. */
  readonly variances: Float64Array | undefined;
}

export interface StackSeries {
  readonly type: ValueType;
  readonly atSeconds: readonly number[];
  readonly stacks: readonly StackValues[];
}

/** The value of every call stack (function, file and line of each frame) in each profile. */
export function stackSeries(
  profiles: readonly TimedProfile[],
  options: {
    readonly sampleType: number;
    readonly includeAgent?: boolean | undefined;
    readonly withVariances?: boolean | undefined;
  },
): Result<StackSeries, PprofError> {
  const interner = new FrameInterner();
  const trie = new StackTrie();
  const rows = new Map<number, { values: Float64Array; variances: Float64Array | undefined }>();
  const first = profiles[0]?.profile;
  for (const [index, { profile }] of profiles.entries()) {
    if (first !== undefined && !isSameTypes(first, profile)) {
      return err({ code: 'incompatible', first: nameTypes(first), second: nameTypes(profile) });
    }
    const numbers = profile.samples.values[options.sampleType]?.numbers;
    if (numbers === undefined) continue;
    const included = computeIncluded(profile, options.includeAgent);
    const variances =
      options.withVariances === true ? computeVariances(profile, options.sampleType) : undefined;
    const leaves = findStacks(trie, interner, profile);
    for (let sample = 0; sample < numbers.length; sample++) {
      const value = numbers[sample] ?? 0;
      if (value === 0 || included?.[sample] === 0) continue;
      const leaf = leaves[sample] ?? 0;
      const row = rows.get(leaf) ?? {
        values: new Float64Array(profiles.length),
        variances: variances && new Float64Array(profiles.length),
      };
      row.values[index] = (row.values[index] ?? 0) + value;
      if (row.variances) row.variances[index]! += variances?.[sample] ?? 0;
      rows.set(leaf, row);
    }
  }
  return ok({
    type: first?.sampleTypes[options.sampleType] ?? { type: '', unit: '' },
    atSeconds: profiles.map((each) => each.atSeconds),
    stacks: [...rows].map(([leaf, row]) => ({ frames: unwind(trie, interner, leaf), ...row })),
  });
}

/** The stack of every sample as a node of the trie. */
function findStacks(trie: StackTrie, interner: FrameInterner, profile: Profile): Uint32Array {
  const { start, frame } = computeLocationFrames(profile, { granularity: 'lines' }, interner);
  const { length, locations, stackStart } = profile.samples;
  const leaves = new Uint32Array(length);
  for (let sample = 0; sample < length; sample++) {
    let node = 0;
    const first = stackStart[sample] ?? 0;
    for (let at = (stackStart[sample + 1] ?? 0) - 1; at >= first; at--) {
      const location = locations[at] ?? 0;
      const innermost = start[location] ?? 0;
      for (let row = (start[location + 1] ?? 0) - 1; row >= innermost; row--) {
        node = trie.child(node, frame[row] ?? 0);
      }
    }
    leaves[sample] = node;
  }
  return leaves;
}

function unwind(trie: StackTrie, interner: FrameInterner, leaf: number): readonly Frame[] {
  const frames: Frame[] = [];
  for (let node = leaf; node > 0; node = trie.parent(node)) {
    const info = interner.frames[trie.item(node)];
    if (info) frames.push({ function: info.name, file: info.file, line: Math.max(0, info.line) });
  }
  return frames;
}
