import type { Profile } from './profile';
import { recogniseProfile } from './profile-kind';

/**
 * Variance that sampling gives the value of each sample, in the square of the column's unit; undefined when the column
 * is not sampled (goroutines) or the profile does not say how (block, mutex).
 *
 * **Heap.** The runtime draws the distance to the next recorded allocation from an exponential distribution of mean R
 * bytes (MemProfileRate), anew after each record. That has no memory, so every object of s bytes is recorded with
 * p = 1 − e^(−s/R), whatever happened to the others. Of N objects of one stack and size m are recorded, m ~ Bin(N, p),
 * and the profile shows N̂ = m/p (`scaleHeapSample` of runtime/pprof), the Horvitz–Thompson estimate. Therefore
 *
 *     Var(N̂) = N·p(1−p)/p² = N·(1−p)/p,      (1−p)/p = e^(−s/R) / (1 − e^(−s/R)) = 1/(e^(s/R) − 1)
 *
 * which is estimated without bias by putting N̂ for N: E[N̂] = N. In bytes, B̂ = s·N̂:
 *
 *     Var(B̂) = s²·N̂/(e^(s/R) − 1) = B̂·s/(e^(s/R) − 1)
 *
 * Small objects (s ≪ R) have Var(B̂) ≈ B̂·R: 16 MiB at the usual R = 512 KiB are known to ± 2.8 MiB. Objects much
 * larger than R are all recorded and have none. Records are independent, so variances of samples add. In-use values
 * are the same estimate over the objects not freed yet. R ≤ 1 records everything.
 *
 * Limits: a stack that was never recorded shows 0 and has no variance here (see `chanceUnseen`); two profiles of one
 * process share the objects that live in both, so their difference is known better than the sum of both variances.
 *
 * **CPU.** Ticks of one stack are taken as a Poisson count c: Var = c·period².
 */
export function computeVariances(profile: Profile, sampleType: number): Float64Array | undefined {
  const { sampling } = recogniseProfile(profile);
  const numbers = profile.samples.values[sampleType]?.numbers;
  const type = profile.sampleTypes[sampleType];
  if (sampling === undefined || numbers === undefined || type === undefined) return undefined;
  const { period } = sampling;
  const variances = new Float64Array(numbers.length);
  if (sampling.unit === 'nanoseconds') {
    const weight = type.unit === 'nanoseconds' ? period : 1;
    numbers.forEach((value, sample) => (variances[sample] = Math.abs(value) * weight));
    return variances;
  }
  const sizes = findObjectSizes(profile, type.type);
  if (sizes === undefined) return undefined;
  const inBytes = type.unit === 'bytes';
  for (let sample = 0; sample < numbers.length; sample++) {
    const size = sizes[sample] ?? 0;
    const value = Math.abs(numbers[sample] ?? 0);
    variances[sample] = value * (inBytes ? size : 1) * missedPerFound(size, period);
  }
  return variances;
}

/** (1 − p)/p of an object of `size` bytes: how many like it were missed for each that was recorded. */
export function missedPerFound(size: number, periodBytes: number): number {
  return periodBytes <= 1 || size <= 0 ? 0 : 1 / Math.expm1(size / periodBytes);
}

/**
 * Chance that `bytes` of small objects of one stack left no record at all: e^(−bytes/R). It falls below 5 % at three
 * periods, so what is missing from a profile is, with 95 % confidence, smaller than 3 R.
 */
export const chanceUnseen = (bytes: number, periodBytes: number): number =>
  periodBytes <= 1 ? 0 : Math.exp(-bytes / periodBytes);

/** Bytes of one object of each sample: its `bytes` label, else space by objects of the same pair of columns. */
function findObjectSizes(profile: Profile, type: string): Float64Array | undefined {
  const { samples, labels, strings, sampleTypes } = profile;
  const prefix = /^(?:alloc_|inuse_)?/.exec(type)?.[0] ?? '';
  const column = (name: string) =>
    samples.values[sampleTypes.findIndex((each) => each.type === name)]?.numbers;
  const space = column(`${prefix}space`);
  const objects = column(`${prefix}objects`);
  const key = strings.indexOf('bytes');
  if (key < 0 && (!space || !objects)) return undefined;
  const sizes = new Float64Array(samples.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const end = samples.labelStart[sample + 1] ?? 0;
    let size = 0;
    for (let label = samples.labelStart[sample] ?? 0; label < end; label++) {
      if (labels.key[label] === key && labels.str[label] === 0) size = Number(labels.num[label]);
    }
    if (size <= 0) {
      const count = objects?.[sample] ?? 0;
      size = count === 0 ? 0 : Math.abs((space?.[sample] ?? 0) / count);
    }
    sizes[sample] = size;
  }
  return sizes;
}
