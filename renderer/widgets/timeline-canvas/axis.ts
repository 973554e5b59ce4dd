/** Steps of a time axis: 1, 2, 5 and their tenfolds. */
export function computeTicks(from: number, to: number, count: number): readonly number[] {
  const rough = (to - from) / Math.max(1, count);
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10) * power);
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** A moment as the axis writes it, to as many digits as `stepNs` needs. */
export function formatMoment(ns: number, stepNs: number): string {
  const [unit, scale] =
    ns < 1e6 && stepNs < 1e5 ? ['µs', 1e3] : ns < 1e9 ? ['ms', 1e6] : ['s', 1e9];
  const digits = Math.max(0, Math.min(9, Math.ceil(-Math.log10(stepNs / scale) - 1e-9)));
  return `${(ns / scale).toFixed(digits)} ${unit}`;
}

/** A duration in the unit that suits it. */
export function formatDuration(ns: number): string {
  if (ns < 1e3) return `${ns.toFixed(0)} ns`;
  const [unit, scale] = ns < 1e6 ? ['µs', 1e3] : ns < 1e9 ? ['ms', 1e6] : ['s', 1e9];
  const value = ns / scale;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
}
