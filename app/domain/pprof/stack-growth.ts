import type { Frame } from '../../contract/frame';
import { err, ok, type Result } from '../../contract/result';
import { benjaminiHochberg } from '../stats/benjamini-hochberg';
import { mannKendall } from '../stats/mann-kendall';
import { theilSen } from '../stats/theil-sen';
import type { PprofError } from './pprof-error';
import type { ValueType } from './profile';
import { needsBase, recogniseProfile, type ValueNature } from './profile-kind';
import { findSampleType } from './sample-type';
import { stackSeries, type StackSeries, type TimedProfile } from './stack-series';

/** How one call stack moved over a series of profiles. */
export interface StackGrowth {
  /** Leaf first; inlined frames included. */
  readonly frames: readonly Frame[];
  /** First frame, from the leaf, that the user owns; the leaf when none is. */
  readonly site: Frame;
  readonly isUser: boolean;
  /** One per entry of `atSeconds`. */
  readonly values: Float64Array;
  /**
   * Of the last value, from sampling; undefined when the profile is not sampled or does not say how, and for a value of
   * 0: a stack that was not recorded says nothing of itself (`chanceUnseen`).
   */
  readonly standardError: number | undefined;
  /** Theil–Sen slope per second with its 95 % interval. */
  readonly slope: { readonly perSecond: number; readonly low: number; readonly high: number };
  /** One-sided Mann–Kendall p value of "it rises". */
  readonly p: number;
  /** p adjusted for the number of stacks tested; undefined when the stack moved too little to be tested. */
  readonly q: number | undefined;
  /** It rises: q below the significance, and the interval of the slope holds no fall. */
  readonly grows: boolean;
}

export interface StackGrowthTable {
  readonly type: ValueType;
  readonly nature: ValueNature;
  /** Counters are shown as their increase per second between two profiles. */
  readonly isRate: boolean;
  /** Seconds since the first profile of the series. */
  readonly atSeconds: readonly number[];
  /** Sum of all stacks, and its standard error from sampling. */
  readonly total: {
    readonly values: Float64Array;
    readonly standardErrors: Float64Array | undefined;
  };
  /** Sampling period in bytes or nanoseconds. */
  readonly samplingPeriod: number | undefined;
  /** Stacks tested for a rise; the others moved too little. */
  readonly tested: number;
  /** Profiles left out because the program was started anew after them. */
  readonly beforeRestart: number;
  /** Of the whole series; `rows` are those that moved or hold most. */
  readonly stacks: number;
  /** Those that grow first, each group by slope. At most a thousand. */
  readonly rows: readonly StackGrowth[];
}

export interface GrowthOptions {
  /** Name of the sample type; default: the one that fits the kind. */
  readonly sampleType?: string | undefined;
  readonly isUserFrame: (frame: Frame) => boolean;
  /** Stacks with such a frame are left out: the agent's. */
  readonly isHiddenFrame?: ((frame: Frame) => boolean) | undefined;
  /** Expected share of false calls among those called growing. */
  readonly significance?: number | undefined;
}

const defaultSignificance = 0.05;
/** A stack whose swing is below this part of the largest swing is not tested. */
const leastSwing = 0.01;
const maxTested = 200;
/** A slope looks at every pair of profiles: what neither moved nor holds anything is not worth it. */
const maxRows = 1000;

/**
 * Growth of every call stack over a series. Each stack gets a robust slope and a rank test; the tests are corrected
 * together (Benjamini–Hochberg). Only stacks that moved are tested: the swing (largest − smallest value) does not depend
 * on the order of the profiles, so that choosing by it leaves the rank test as it is.
 */
export function computeStackGrowth(
  profiles: readonly TimedProfile[],
  {
    sampleType: name,
    isUserFrame,
    isHiddenFrame,
    significance = defaultSignificance,
  }: GrowthOptions,
): Result<StackGrowthTable, PprofError> {
  const last = profiles[profiles.length - 1]?.profile;
  if (last === undefined) return err({ code: 'empty' });
  const kind = recogniseProfile(last);
  const sampleType = name === undefined ? ok(kind.defaultSampleType) : findSampleType(last, name);
  if (!sampleType.ok) return sampleType;
  const nature = kind.natures[sampleType.value] ?? 'unknown';
  const since = findRestart(profiles, kind.natures);
  const options = { sampleType: sampleType.value, withVariances: true };
  const made = stackSeries(profiles.slice(since), options);
  if (!made.ok) return made;
  const isRate = needsBase(nature);
  const shown = {
    ...made.value,
    stacks: made.value.stacks.filter(({ frames }) => !isHiddenFrame || !frames.some(isHiddenFrame)),
  };
  const series = isRate ? toRates(shown) : shown;
  const drafts = chooseRows(series.stacks).map((stack) => ({
    ...stack,
    ...test(series.atSeconds, stack.values),
  }));
  const q = adjust(drafts);
  const rows = drafts.map((draft, row): StackGrowth => {
    const { frames, values, variances, slope, p } = draft;
    const user = frames.find(isUserFrame);
    const variance = variances?.[variances.length - 1];
    const adjusted = q.get(row);
    return {
      frames,
      site: user ?? frames[0] ?? { function: '', file: '', line: 0 },
      isUser: user !== undefined,
      values,
      standardError:
        variance === undefined || values[values.length - 1] === 0 ? undefined : Math.sqrt(variance),
      slope,
      p,
      q: adjusted,
      grows:
        adjusted !== undefined && adjusted < significance && slope.perSecond > 0 && slope.low >= 0,
    };
  });
  rows.sort((l, r) => Number(r.grows) - Number(l.grows) || r.slope.perSecond - l.slope.perSecond);
  return ok({
    type: series.type,
    nature,
    isRate,
    atSeconds: series.atSeconds,
    total: sumUp(series),
    samplingPeriod: kind.sampling?.period,
    tested: q.size,
    stacks: series.stacks.length,
    beforeRestart: since,
    rows,
  });
}

function test(atSeconds: readonly number[], values: Float64Array) {
  const { slope, low, high } = theilSen(atSeconds, values);
  return { slope: { perSecond: slope, low, high }, p: mannKendall(values).p };
}

/** The stacks that moved most or hold most. */
function chooseRows(stacks: StackSeries['stacks']): StackSeries['stacks'] {
  if (stacks.length <= maxRows) return stacks;
  const weight = ({ values }: StackSeries['stacks'][number]) =>
    Math.max(swingOf(values), Math.abs(values[values.length - 1] ?? 0));
  return stacks
    .map((stack) => ({ stack, weight: weight(stack) }))
    .sort((l, r) => r.weight - l.weight)
    .slice(0, maxRows)
    .map(({ stack }) => stack);
}

const swingOf = (values: Float64Array): number => Math.max(...values) - Math.min(...values);

/** q values by row, of the rows that moved. */
function adjust(rows: readonly { values: Float64Array; p: number }[]): Map<number, number> {
  const swings = rows.map(({ values }) => swingOf(values));
  const least = leastSwing * swings.reduce((most, swing) => Math.max(most, swing), 0);
  const tested = swings
    .map((swing, row) => ({ swing, row }))
    .filter(({ swing }) => swing > 0 && swing >= least)
    .sort((l, r) => r.swing - l.swing)
    .slice(0, maxTested);
  const q = benjaminiHochberg(tested.map(({ row }) => rows[row]?.p ?? 1));
  return new Map(tested.map(({ row }, index) => [row, q[index] ?? 1]));
}

/** Index of the first profile of the run that the last one belongs to: what counts up never falls while a process lives. */
function findRestart(profiles: readonly TimedProfile[], natures: readonly ValueNature[]): number {
  const counter = natures.findIndex(needsBase);
  if (counter < 0) return 0;
  const totals = profiles.map(({ profile }) =>
    (profile.samples.values[counter]?.numbers ?? new Float64Array(0)).reduce(
      (sum, value) => sum + value,
      0,
    ),
  );
  for (let index = totals.length - 1; index > 0; index--) {
    if (totals[index]! < totals[index - 1]!) return index;
  }
  return 0;
}

/** Increase per second from each profile to the next, at the time of the later one. */
function toRates({ type, atSeconds, stacks }: StackSeries): StackSeries {
  const steps = atSeconds.slice(1).map((at, index) => at - atSeconds[index]!);
  return {
    type,
    atSeconds: atSeconds.slice(1),
    stacks: stacks.map(({ frames, values, variances }) => ({
      frames,
      values: Float64Array.from(steps, (seconds, index) =>
        seconds > 0 ? (values[index + 1]! - values[index]!) / seconds : 0,
      ),
      // A counter's records stay: what came since is a sample of its own, whose variance is the difference.
      variances:
        variances &&
        Float64Array.from(steps, (seconds, index) =>
          seconds > 0 ? Math.max(0, variances[index + 1]! - variances[index]!) / seconds ** 2 : 0,
        ),
    })),
  };
}

function sumUp({ atSeconds, stacks }: StackSeries): StackGrowthTable['total'] {
  const values = new Float64Array(atSeconds.length);
  const variances = new Float64Array(atSeconds.length);
  for (const stack of stacks) {
    stack.values.forEach((value, index) => (values[index]! += value));
    stack.variances?.forEach((variance, index) => (variances[index]! += variance));
  }
  const isSampled = stacks.some((stack) => stack.variances !== undefined);
  return { values, standardErrors: isSampled ? variances.map(Math.sqrt) : undefined };
}
