/**
 * Upper tail of the standard normal distribution, P(Z > z); relative error below 1.2e-7
 * (Numerical Recipes' Chebyshev fit of erfc).
 */
export function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
    1.48851587, -0.82215223, 0.17087277,
  ];
  const series = coefficients.reduceRight((sum, each) => each + t * sum, 0);
  const erfc = t * Math.exp(-x * x + series);
  return z >= 0 ? erfc / 2 : 1 - erfc / 2;
}
