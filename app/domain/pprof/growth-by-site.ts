import type { Frame } from '../../contract/frame';
import { mannKendall } from '../stats/mann-kendall';
import { theilSen } from '../stats/theil-sen';
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

const growthOf = (values: Float64Array): number =>
  (values[values.length - 1] ?? 0) - (values[0] ?? 0);

/**
 * Growth per site of the user's code, the fastest growing first. An allocation in a library
 * (`bytes.growSlice`) is charged to the line of the user's that led there.
 */
export function growthBySite(
  series: StackSeries,
  isUserFrame: (frame: Frame) => boolean,
): readonly GrowthSite[] {
  const groups = new Map<string, { site: Frame; isUser: boolean; stacks: number[] }>();
  series.stacks.forEach(({ frames }, index) => {
    const user = frames.find(isUserFrame);
    const site = user ?? frames[0];
    if (site === undefined) return;
    const key = `${site.function}\0${site.file}\0${site.line}`;
    const group = groups.get(key);
    if (group) group.stacks.push(index);
    else groups.set(key, { site, isUser: user !== undefined, stacks: [index] });
  });
  return [...groups.values()]
    .map((group) => toSite(series, group))
    .sort((l, r) => r.growth - l.growth || r.slope.perSecond - l.slope.perSecond);
}

function toSite(
  series: StackSeries,
  group: { site: Frame; isUser: boolean; stacks: number[] },
): GrowthSite {
  const { site, isUser } = group;
  const growth = (stack: number): number =>
    growthOf(series.stacks[stack]?.values ?? new Float64Array(0));
  const stacks = [...group.stacks].sort((l, r) => growth(r) - growth(l));
  const values = new Float64Array(series.atSeconds.length);
  for (const stack of stacks) {
    series.stacks[stack]?.values.forEach((value, i) => (values[i] = (values[i] ?? 0) + value));
  }
  const stack = series.stacks[stacks[0] ?? -1]?.frames ?? [];
  const { slope, low, high } = theilSen(series.atSeconds, values);
  return {
    site,
    isUser,
    leaf: stack[0] ?? site,
    stack,
    stacks,
    values,
    growth: growthOf(values),
    slope: { perSecond: slope, low, high },
    p: mannKendall(values).p,
  };
}
