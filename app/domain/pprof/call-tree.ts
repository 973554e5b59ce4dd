import { formatFrame, FrameInterner, type FrameInfo } from './frame-table';
import type { Profile, ValueType } from './profile';
import { collectStacks, type StackSet } from './stack-set';
import { callersOf, calleesOf } from './turn-stacks';
import { TreeBuilder } from './tree-builder';
import type { TreeColumns } from './tree-nodes';
import type { ViewOptions } from './view-options';
import { prepareView } from './views/prepare-view';

/**
 * Call tree as columns for a flame graph. Node 0 is the root of everything; parents come before
 * their children, siblings with the largest first. Values beyond 2^53 are rounded.
 */
export interface CallTree extends TreeColumns {
  readonly type: ValueType;
  readonly names: readonly string[];
  readonly files: readonly string[];
  /** 0 unless the granularity keeps lines. */
  readonly lines: Float64Array;
}

export interface CallTreeOptions extends ViewOptions {
  /**
   * Leaves out what is smaller than this share (0…1) of the root, both profiles counted: what is
   * thinner than a pixel need not be made, and a tree of a million stacks has twenty million
   * nodes. Default 0: all.
   */
  readonly minShare?: number | undefined;
  /**
   * Only what lies under this path: `frame` of the nodes below the root of an earlier tree of the
   * same profiles and options, outermost first. Node 0 then stands for the last of them.
   */
  readonly under?: readonly number[] | undefined;
  /** `callers`: the tree of who called, from the leaf (or the center) up. Default `callees`. */
  readonly direction?: 'callees' | 'callers' | undefined;
  /** Only stacks with this function, from its outermost call on. */
  readonly center?: string | undefined;
}

/** Merges all stacks into one tree; with `base`, one tree that carries both profiles' values. */
export function callTree(profile: Profile, options: CallTreeOptions, base?: Profile): CallTree {
  const interner = new FrameInterner();
  const view = prepareView(profile, options, interner);
  const baseView = base && prepareView(base, options, interner);
  const { frames } = interner;
  const stacks = turn(collectStacks(view, baseView), frames, options);
  const builder = new TreeBuilder(stacks, frames.length);
  const columns = builder.build(options.under ?? [], options.minShare ?? 0);
  return {
    type: view.type,
    ...columns,
    names: ['root', ...frames.map((each) => (each.name === '' ? formatFrame(each) : each.name))],
    files: ['', ...frames.map((each: FrameInfo) => each.file)],
    lines: Float64Array.from([0, ...frames.map((each) => each.line)]),
  };
}

function turn(stacks: StackSet, frames: readonly FrameInfo[], options: CallTreeOptions): StackSet {
  const { center, direction } = options;
  const isCenter =
    center === undefined ? undefined : Uint8Array.from(frames, (each) => +(each.name === center));
  if (direction === 'callers') return callersOf(stacks, isCenter);
  return isCenter ? calleesOf(stacks, isCenter) : stacks;
}
