/** Maps values to pixels and back. */
export interface Scale {
  readonly kind: 'linear' | 'log';
  /** Values at the two ends; of a logarithmic scale both above 0. */
  readonly from: number;
  readonly to: number;
  toPixel(value: number): number;
  toValue(pixel: number): number;
  /** Values worth a line, ascending; round ones in units of `unit`. */
  ticks(count: number, unit?: number): readonly number[];
}

/** @param start pixel of `from`. @param end pixel of `to`. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const span = to - from || 1;
  return {
    kind: 'linear',
    from,
    to: from + span,
    toPixel: (value) => start + ((value - from) / span) * (end - start),
    toValue: (pixel) => from + ((pixel - start) / (end - start || 1)) * span,
    ticks: (count, unit = 1) =>
      roundSteps(from / unit, (from + span) / unit, count).map((tick) => tick * unit),
  };
}

/** For values that span many sizes, such as durations. Values below `from` stand at its pixel. */
export function logScale(from: number, to: number, start: number, end: number): Scale {
  const low = Math.log10(from);
  const span = Math.log10(Math.max(to, from * 1.0001)) - low;
  return {
    kind: 'log',
    from,
    to,
    toPixel: (value) =>
      value <= from ? start : start + ((Math.log10(value) - low) / span) * (end - start),
    toValue: (pixel) => 10 ** (low + ((pixel - start) / (end - start || 1)) * span),
    ticks: (count) => decades(low, low + span, count),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten. */
function roundSteps(from: number, to: number, count: number): readonly number[] {
  const rough = (to - from) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((n) => n * power >= rough * 0.999) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** Powers of ten, every so many that they are no more than `count`. */
function decades(low: number, high: number, count: number): readonly number[] {
  const first = Math.ceil(low - 1e-9);
  const last = Math.floor(high + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) ticks.push(10 ** power);
  return ticks;
}
