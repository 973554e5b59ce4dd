import type { Frame } from '../../contract/frame';
import type { StackSeries } from './stack-series';

/** All stacks that share their first frame of the user's module. */
export interface GrowthSite {
  /** First frame, from the leaf, that the user owns; the leaf itself when none is. */
  readonly site: Frame;
  /** False when no frame is the user's. */
  readonly isUser: boolean;
  /** Leaf of the stack that grew most: who allocates on the site's behalf. */
  readonly leaf: Frame;
  /** The stack that grew most, leaf first. */
  readonly stack: readonly Frame[];
  /** Rows of `StackSeries.stacks`, the one that grew most first. */
  readonly stacks: readonly number[];
  /** Sum of the stacks, one value per profile. */
  readonly values: Float64Array;
  /** Last value − first. */
  readonly growth: number;
  /** Theil–Sen slope per second with its 95 % interval. */
  readonly slope: { readonly perSecond: number; readonly low: number; readonly high: number };
  /** One-sided Mann–Kendall p value of "it rises". */
  readonly p: number;
}

/** Growth per site of the user's code, the fastest growing first. */
export function growthBySite(
  series: StackSeries,
  isUserFrame: (frame: Frame) => boolean,
): readonly GrowthSite[] {
  void series;
  void isUserFrame;
  return [];
}
