import type { PlotFrame } from './plot';

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

const round = (pixel: number): number => Math.round(pixel * 10) / 10;

/** A line through points, by x ascending. */
export function linePath({ x, y }: PlotFrame, points: readonly PlotPoint[]): string {
  return points
    .map(
      (point, i) =>
        `${i === 0 ? 'M' : 'L'}${round(x.toPixel(point.x))} ${round(y.toPixel(point.y))}`,
    )
    .join('');
}

/** A line that holds each value until the next point: a series of readings. */
export function stepPath({ x, y }: PlotFrame, points: readonly PlotPoint[], toX: number): string {
  const [first] = points;
  if (first === undefined) return '';
  const steps = points.map((point) => `H${round(x.toPixel(point.x))}V${round(y.toPixel(point.y))}`);
  return `M${round(x.toPixel(first.x))} ${round(y.toPixel(first.y))}${steps.join('')}H${round(x.toPixel(toX))}`;
}

/** Columns of equal width from `fromX`, as one filled shape down to 0. */
export function columnsPath(
  { x, y, right }: PlotFrame,
  values: readonly number[],
  fromX: number,
  width: number,
): string {
  const base = round(y.toPixel(0));
  const parts = values.map((value, i) => {
    const end = Math.min(right, x.toPixel(fromX + (i + 1) * width));
    return `V${round(y.toPixel(value))}H${round(end)}`;
  });
  return `M${round(x.toPixel(fromX))} ${base}${parts.join('')}V${base}Z`;
}
