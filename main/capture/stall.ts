import type { MetricsSample } from '../../app/contract/manifest';

/** Samples, a second apart, for which a program must be quiet to count as stalled. */
const quietSamples = 3;
/** Below this rate a program is not busy enough to be missed. */
const busyBytesPerSecond = 1 << 20;
const quietPart = 0.05;

/**
 * Whether a program that was busy has just stopped working: it allocates next to nothing for some seconds, where it
 * used to allocate all the time. A reason to keep its last seconds, not a verdict.
 */
export function isStalled(samples: readonly MetricsSample[]): boolean {
  const rates = samples.slice(1).map((sample, i) => {
    const before = samples[i]!;
    const seconds = Math.max(1e-3, (sample.atMs - before.atMs) / 1000);
    return (sample.totalAllocBytes - before.totalAllocBytes) / seconds;
  });
  const earlier = rates.slice(0, -quietSamples).sort((a, b) => a - b);
  const usual = earlier[Math.floor(earlier.length / 2)];
  if (earlier.length < quietSamples || usual === undefined || usual < busyBytesPerSecond) {
    return false;
  }
  return rates.slice(-quietSamples).every((rate) => rate < usual * quietPart);
}
