/**
 * Benjamini–Hochberg step-up: p values adjusted so that calling all with q ≤ α significant keeps the
 * expected share of false calls at or below α (Benjamini, Hochberg, 1995).
 *
 * @param p p values of one family of tests.
 * @returns q values in the order of `p`.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((l, r) => p[r]! - p[l]!);
  const q = new Array<number>(p.length);
  let least = 1;
  order.forEach((index, at) => {
    const rank = p.length - at;
    least = Math.min(least, (p[index]! * p.length) / rank);
    q[index] = least;
  });
  return q;
}
