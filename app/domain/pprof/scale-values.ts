import { selectSamples } from './filter/rewrite-profile';
import type { Profile, ValueColumn } from './profile';

/**
 * Multiplies each column by its ratio, rounded half away from zero, and drops samples of which
 * nothing is left, as `Profile.ScaleN`.
 */
export function scaleValues(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const values = profile.samples.values.map((column, type): ValueColumn => {
    const ratio = ratios[type] ?? 1;
    return ratio === 1 ? column : { numbers: column.numbers.map((value) => round(value * ratio)) };
  });
  const scaled = { ...profile, samples: { ...profile.samples, values } };
  const changed = values.filter((_, type) => (ratios[type] ?? 1) !== 1);
  return selectSamples(scaled, (sample) => changed.some((column) => column.numbers[sample] !== 0));
}

/** Go's `math.Round`; JavaScript's rounds halves up. */
function round(value: number): number {
  const size = Math.abs(value);
  const whole = Math.trunc(size);
  const rounded = size - whole >= 0.5 ? whole + 1 : whole;
  return value < 0 && rounded > 0 ? -rounded : rounded;
}
