/** Buckets an octave: a quantile is off by at most 1/32 of itself. */
const perOctave = 16;
/** Values below it have a bucket each. */
const linear = 2 * perOctave;
const octaves = 48;
export const bucketCount = linear + octaves * perOctave;

/**
 * Log-linear counts of non-negative integers below 2^53, in bounded memory. Columns may be shared
 * with a reader; `counts` grows no further than `bucketCount`.
 */
export interface Histogram {
  readonly counts: Float64Array;
  readonly total: number;
  readonly sum: number;
  /** 0 when empty. */
  readonly min: number;
  readonly max: number;
}

/** Bucket of a value: exact below 32, then 16 buckets for each power of two. */
export function bucketOf(value: number): number {
  if (value < linear) return value > 0 ? Math.trunc(value) : 0;
  if (value < 4294967296) {
    // Nearly all durations: four seconds in nanoseconds.
    const exponent = 31 - Math.clz32(value);
    return linear + (exponent - 5) * perOctave + ((value >>> (exponent - 4)) & (perOctave - 1));
  }
  const octave = exponentOf(value) - 4;
  return linear + (octave - 1) * perOctave + Math.trunc(value / 2 ** octave) - perOctave;
}

/** Smallest value of a bucket. */
export function lowerBoundOf(bucket: number): number {
  if (bucket < linear) return bucket;
  const octave = Math.trunc((bucket - linear) / perOctave) + 1;
  return (((bucket - linear) % perOctave) + perOctave) * 2 ** octave;
}

/** Of a value from 2^32 on. */
const exponentOf = (value: number): number =>
  63 - Math.clz32(Math.min(4294967295, Math.trunc(value / 4294967296)));

/** Counts while it is filled. */
export class HistogramRecorder implements Histogram {
  counts = new Float64Array(0);
  total = 0;
  sum = 0;
  min = 0;
  max = 0;

  add(value: number): void {
    const bucket = bucketOf(value);
    if (bucket >= this.counts.length) this.grow(bucket);
    this.counts[bucket]!++;
    this.min = this.total === 0 || value < this.min ? value : this.min;
    if (value > this.max) this.max = value;
    this.total++;
    this.sum += value;
  }

  private grow(bucket: number): void {
    const counts = new Float64Array(Math.min(bucketCount, Math.max(64, bucket + 1 + perOctave)));
    counts.set(this.counts);
    this.counts = counts;
  }
}

/**
 * The value below which part `q` (0 to 1) of all lie, to the middle of its bucket and within
 * [min, max]; 0 when empty.
 */
export function quantileOf({ counts, total, min, max }: Histogram, q: number): number {
  if (total === 0) return 0;
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    seen += counts[bucket]!;
    if (seen < rank) continue;
    const low = lowerBoundOf(bucket);
    const middle = bucket < linear ? low : (low + lowerBoundOf(bucket + 1) - 1) / 2;
    return Math.min(max, Math.max(min, middle));
  }
  return max;
}
