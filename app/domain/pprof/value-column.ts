import type { ValueColumn } from './profile';

/** A column from its exact values; keeps `exact` only when sums could leave the safe integers. */
export function toValueColumn(exact: BigInt64Array): ValueColumn {
  const words = new Uint32Array(exact.buffer, exact.byteOffset, exact.length * 2);
  const numbers = new Float64Array(exact.length);
  let magnitude = 0;
  for (let i = 0; i < numbers.length; i++) {
    const value = ((words[i * 2 + 1] ?? 0) | 0) * 4294967296 + (words[i * 2] ?? 0);
    numbers[i] = value;
    magnitude += Math.abs(value);
  }
  // `magnitude` itself is exact up to the limit, and only grows past it.
  return magnitude <= Number.MAX_SAFE_INTEGER ? { numbers } : { numbers, exact };
}

/** The exact values of a column, whether or not it carries them. */
export function exactValues(column: ValueColumn): BigInt64Array {
  if (column.exact) return column.exact;
  const exact = new BigInt64Array(column.numbers.length);
  for (let i = 0; i < exact.length; i++) exact[i] = BigInt(column.numbers[i] ?? 0);
  return exact;
}

/** Bits of a limb: sums of limbs stay exact for 2^31 samples. */
const limbBits = 22;

/**
 * Runs a computation that only adds on exact values, three times on 22-bit limbs, and joins the
 * sums to int64 (wrapping like Go's). For columns that pass 2^53 only: it costs three runs.
 */
export function sumExactly(
  exact: BigInt64Array,
  sum: (weights: Float64Array) => Float64Array,
): BigInt64Array {
  const mask = (1n << BigInt(limbBits)) - 1n;
  let total: BigInt64Array | undefined;
  for (let limb = 0; limb < 3; limb++) {
    const shift = BigInt(limb * limbBits);
    const weights = new Float64Array(exact.length);
    for (let i = 0; i < weights.length; i++) {
      const shifted = (exact[i] ?? 0n) >> shift;
      weights[i] = Number(limb === 2 ? shifted : shifted & mask);
    }
    const sums = sum(weights);
    total ??= new BigInt64Array(sums.length);
    for (let i = 0; i < sums.length; i++) {
      total[i] = (total[i] ?? 0n) + (BigInt(sums[i] ?? 0) << shift);
    }
  }
  return total ?? new BigInt64Array(0);
}
