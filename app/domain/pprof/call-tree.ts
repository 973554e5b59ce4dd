import type { Profile, ValueType } from './profile';
import type { ViewOptions } from './view-options';

/**
 * Call tree as columns for a flame graph. Node 0 is the root of everything; parents come before
 * their children.
 */
export interface CallTree {
  readonly type: ValueType;
  readonly length: number;
  /** −1 for node 0. */
  readonly parent: Int32Array;
  readonly depth: Uint16Array;
  /** Index into `names`, `files` and `lines`. */
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
  void base;
  const type = profile.sampleTypes[options.sampleType] ?? { type: '', unit: '' };
  const none = new Float64Array(0);
  return {
    type,
    length: 0,
    parent: new Int32Array(0),
    depth: new Uint16Array(0),
    frame: new Uint32Array(0),
    inlined: new Uint8Array(0),
    flat: none,
    cum: none,
    baseFlat: none,
    baseCum: none,
    names: [],
    files: [],
    lines: none,
  };
}
