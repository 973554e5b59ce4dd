import { computeLocationFrames, FrameInterner, formatFrame } from './frame-table';
import { computeIncluded } from './included-samples';
import type { Profile, ValueType } from './profile';
import { StackTrie } from './stack-trie';
import type { ViewOptions } from './view-options';

/**
 * Call tree as columns for a flame graph. Node 0 is the root of everything; parents come before
 * their children. Values beyond 2^53 are rounded.
 */
export interface CallTree {
  readonly type: ValueType;
  readonly length: number;
  /** −1 for node 0. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** Index into `names`, `files` and `lines`; 0 is the root's own. */
  readonly frame: Uint32Array;
  /** Nodes whose call was inlined into their parent's code. */
  readonly inlined: Uint8Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** The same in the base; all zero without one. The difference is `cum − baseCum`. */
  readonly baseFlat: Float64Array;
  readonly baseCum: Float64Array;
  readonly names: readonly string[];
  readonly files: readonly string[];
  /** 0 unless the granularity keeps lines. */
  readonly lines: Float64Array;
}

/** Merges all stacks into one tree; with `base`, one tree that carries both profiles' values. */
export function callTree(profile: Profile, options: ViewOptions, base?: Profile): CallTree {
  const interner = new FrameInterner();
  const trie = new StackTrie();
  // Flags by node; holes mean "not inlined".
  const inlined: boolean[] = [];
  const leaves = growTree(trie, interner, inlined, profile, options);
  const baseLeaves = base ? growTree(trie, interner, inlined, base, options) : undefined;
  const { length } = trie;
  const parent = new Int32Array(length);
  const depth = new Uint32Array(length);
  const frame = new Uint32Array(length);
  parent[0] = -1;
  for (let node = 1; node < length; node++) {
    parent[node] = trie.parent(node);
    depth[node] = (depth[trie.parent(node)] ?? 0) + 1;
    frame[node] = trie.item(node);
  }
  const flat = sumLeaves(length, leaves, profile, options);
  const baseFlat = sumLeaves(length, baseLeaves, base, options);
  const { frames } = interner;
  return {
    type: profile.sampleTypes[options.sampleType] ?? { type: '', unit: '' },
    length,
    parent,
    depth,
    frame,
    inlined: Uint8Array.from({ length }, (_, node) => (inlined[node] === true ? 1 : 0)),
    flat,
    cum: sumSubtrees(parent, flat),
    baseFlat,
    baseCum: sumSubtrees(parent, baseFlat),
    names: ['root', ...frames.map((each) => (each.name === '' ? formatFrame(each) : each.name))],
    files: ['', ...frames.map((each) => each.file)],
    lines: Float64Array.from([0, ...frames.map((each) => each.line)]),
  };
}

/** Adds a profile's stacks, root first; answers the leaf node of every sample. */
function growTree(
  trie: StackTrie,
  interner: FrameInterner,
  inlined: boolean[],
  profile: Profile,
  { sampleType, granularity }: ViewOptions,
): Uint32Array {
  const { start, frame } = computeLocationFrames(profile, granularity ?? 'functions', interner);
  const { length, locations, stackStart, values } = profile.samples;
  const numbers = values[sampleType]?.numbers;
  const leaves = new Uint32Array(length);
  for (let sample = 0; sample < length; sample++) {
    if (numbers?.[sample] === 0) continue;
    let node = 0;
    const first = stackStart[sample] ?? 0;
    for (let at = (stackStart[sample + 1] ?? 0) - 1; at >= first; at--) {
      const location = locations[at] ?? 0;
      const innermost = start[location] ?? 0;
      const outermost = (start[location + 1] ?? 0) - 1;
      for (let row = outermost; row >= innermost; row--) {
        node = trie.child(node, (frame[row] ?? 0) + 1);
        if (row !== outermost) inlined[node] = true;
      }
    }
    leaves[sample] = node;
  }
  return leaves;
}

function sumLeaves(
  length: number,
  leaves: Uint32Array | undefined,
  profile: Profile | undefined,
  { sampleType, includeAgent }: ViewOptions,
): Float64Array {
  const sums = new Float64Array(length);
  if (leaves === undefined || profile === undefined) return sums;
  const included = computeIncluded(profile, includeAgent);
  const numbers = profile.samples.values[sampleType]?.numbers ?? new Float64Array(0);
  for (let sample = 0; sample < numbers.length; sample++) {
    if (included?.[sample] === 0) continue;
    const leaf = leaves[sample] ?? 0;
    sums[leaf] = (sums[leaf] ?? 0) + (numbers[sample] ?? 0);
  }
  return sums;
}

/** Children have higher numbers than their parents, so one sweep from the end is enough. */
function sumSubtrees(parent: Int32Array, flat: Float64Array): Float64Array {
  const cum = flat.slice();
  for (let node = cum.length - 1; node > 0; node--) {
    const up = parent[node] ?? 0;
    cum[up] = (cum[up] ?? 0) + (cum[node] ?? 0);
  }
  return cum;
}
