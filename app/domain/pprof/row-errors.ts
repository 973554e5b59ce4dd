import { flatCum } from './flat-cum';
import type { Profile } from './profile';
import { computeVariances } from './sampling-error';
import type { ViewOptions } from './view-options';

/** Standard errors of one row of `flatCum`, in the unit of the column. */
export interface RowError {
  readonly flat: number;
  readonly cum: number;
}

/**
 * How uncertain sampling leaves each row of `flatCum`, by its name; undefined where the column is not sampled, or the
 * profile does not say how. Samples are independent, so their variances add up over a row as their values do. Of a
 * difference of profiles it is an upper bound: objects that live in both are in both sums, though their error is one.
 */
export function computeRowErrors(
  profile: Profile,
  options: ViewOptions,
): ReadonlyMap<string, RowError> | undefined {
  const { samples } = profile;
  const numbers = computeVariances(profile, options.sampleType);
  if (numbers === undefined) return undefined;
  const values = samples.values.map((column, index) =>
    index === options.sampleType ? { numbers } : column,
  );
  const { rows } = flatCum({ ...profile, samples: { ...samples, values } }, options);
  return new Map(
    rows.map(({ name, flat, cum }) => [name, { flat: Math.sqrt(flat), cum: Math.sqrt(cum) }]),
  );
}
