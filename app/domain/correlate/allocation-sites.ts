import type { Frame } from '../../contract/frame';
import type { Result } from '../../contract/result';
import { ok } from '../../contract/result';
import type { PprofError } from '../pprof/pprof-error';
import { findSampleType } from '../pprof/sample-type';
import { stackSeries, type TimedProfile } from '../pprof/stack-series';
import type { AllocationSite, Series } from '../verdict/evidence';
import { findUserFrame, placeKey } from '../verdict/places';
import { isAgentFrame } from './user-module';

interface Draft {
  readonly frame: Frame;
  stack: readonly Frame[];
  stackBytes: number;
  /** Sampling variance of the last value in use; undefined while none is known. */
  variance: number | undefined;
  readonly inUse: number[];
  readonly allocated: number[];
}

/** Folds the heap profiles of a session by the first line of the user's code on each stack. */
export function computeSites(
  profiles: readonly TimedProfile[],
  isUserFunction: (name: string) => boolean,
): Result<{ sites: AllocationSite[]; total: Series }, PprofError> {
  const atSeconds = profiles.map((timed) => timed.atSeconds);
  const drafts = new Map<string, Draft>();
  const total = profiles.map(() => 0);
  const first = profiles[0];
  if (!first) return ok({ sites: [], total: { atSeconds: [], values: [] } });
  for (const type of ['inuse_space', 'alloc_space'] as const) {
    const sampleType = findSampleType(first.profile, type);
    if (!sampleType.ok) return sampleType;
    const series = stackSeries(profiles, { sampleType: sampleType.value, withVariances: true });
    if (!series.ok) return series;
    for (const { frames, values, variances } of series.value.stacks) {
      const frame = findUserFrame(frames, isUserFunction);
      if (!frame || frames.some(isAgentFrame) || isTraceReader(frames)) continue;
      const draft = drafts.get(placeKey(frame)) ?? newDraft(frame, frames, profiles.length);
      drafts.set(placeKey(frame), draft);
      const column = type === 'inuse_space' ? draft.inUse : draft.allocated;
      values.forEach((value, i) => {
        column[i]! += value;
        if (type === 'inuse_space') total[i]! += value;
      });
      const last = values[values.length - 1] ?? 0;
      const variance = variances?.[variances.length - 1];
      if (type === 'inuse_space' && variance !== undefined) {
        draft.variance = (draft.variance ?? 0) + variance;
      }
      if (type === 'inuse_space' && last > draft.stackBytes) {
        draft.stack = frames;
        draft.stackBytes = last;
      }
    }
  }
  const sites = [...drafts].map(([key, { frame, stack, variance, inUse, allocated }]) => ({
    key,
    frame,
    isUser: isUserFunction(frame.function),
    stack,
    inUse: { atSeconds, values: inUse },
    standardError: variance === undefined ? undefined : Math.sqrt(variance),
    allocated: { atSeconds, values: allocated },
  }));
  return ok({ sites, total: { atSeconds, values: total } });
}

/** What the flight recorder keeps is allocated by the goroutine that reads the trace, which nobody of the program called. */
const isTraceReader = (frames: readonly Frame[]) =>
  frames[frames.length - 1]?.function.startsWith('runtime/trace.') === true;

const newDraft = (frame: Frame, stack: readonly Frame[], length: number): Draft => ({
  frame,
  stack,
  stackBytes: 0,
  variance: undefined,
  inUse: Array.from({ length }, () => 0),
  allocated: Array.from({ length }, () => 0),
});
