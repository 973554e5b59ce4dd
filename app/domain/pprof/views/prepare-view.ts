import { applyFilters } from '../filter/apply-filters';
import {
  computeLocationFrames,
  FrameInterner,
  type FrameInfo,
  type LocationFrames,
} from '../frame-table';
import { computeIncluded } from '../included-samples';
import type { LabelTable, Profile, SampleTable, ValueColumn, ValueType } from '../profile';
import { computeTotal } from '../total';
import type { ViewOptions } from '../view-options';

/** What every view computes on: filtered samples, and locations as frames. */
export interface PreparedView {
  readonly type: ValueType;
  /** What percentages refer to: sum of absolute values, of a diff base alone when there is one. */
  readonly total: number;
  readonly samples: SampleTable;
  readonly labels: LabelTable;
  readonly column: ValueColumn;
  /** 0 for samples that do not count; undefined when all do. */
  readonly included: Uint8Array | undefined;
  readonly frames: readonly FrameInfo[];
  readonly locationFrames: LocationFrames;
  /** Filters that matched nothing. */
  readonly unmatched: readonly string[];
}

/**
 * Applies filters and granularity. A sample type that is not there gives a view of zeros.
 * @param interner of another view, where both are to share frame numbers.
 */
export function prepareView(
  profile: Profile,
  options: ViewOptions,
  interner = new FrameInterner(),
): PreparedView {
  const { sampleType, filters, includeAgent } = options;
  const filtered = filters ? applyFilters(profile, filters) : { profile, unmatched: [] };
  const { samples } = filtered.profile;
  const included = computeIncluded(filtered.profile, includeAgent);
  const counted = options.relativePercentages === true ? filtered.profile : profile;
  return {
    type: profile.sampleTypes[sampleType] ?? { type: '', unit: '' },
    total: computeTotal(counted, sampleType, computeIncluded(counted, includeAgent)),
    samples,
    labels: filtered.profile.labels,
    column: samples.values[sampleType] ?? { numbers: new Float64Array(samples.length) },
    included,
    locationFrames: computeLocationFrames(filtered.profile, options, interner),
    frames: interner.frames,
    unmatched: filtered.unmatched,
  };
}
