import { useId } from 'react';

export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
}

export interface SeriesChartProps {
  readonly label: string;
  readonly points: readonly SeriesPoint[];
  /** CSS colour. */
  readonly color: string;
  readonly width?: number;
  readonly height: number;
  /** Short ticks at the bottom, e.g. where something was captured. */
  readonly marks?: readonly number[];
  readonly markColor?: string;
  /** A shaded stretch of x. */
  readonly band?: { readonly from: number; readonly to: number } | undefined;
  readonly bandColor?: string;
  /** Keeps zero in view; otherwise the scale hugs the data. */
  readonly fromZero?: boolean;
}

/** A small line with its area, no axes: the numbers stand beside it in words. */
export function SeriesChart(props: SeriesChartProps) {
  const { points, color, height, width = 240, marks = [], band } = props;
  const clip = useId();
  const scale = computeScale(points, width, height, props.fromZero ?? false);
  if (scale === undefined) return <svg role="img" aria-label={props.label} height={height} />;
  const line = toPath(decimate(points, width), scale);
  const last = points.at(-1);
  const first = points[0];
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      width="100%"
      height={height}
    >
      <clipPath id={clip}>
        <rect width={width} height={height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {band !== undefined && (
          <rect
            x={scale.x(band.from)}
            width={Math.max(1, scale.x(band.to) - scale.x(band.from))}
            height={height}
            fill={props.bandColor ?? color}
            opacity={0.16}
          />
        )}
        {first !== undefined && last !== undefined && (
          <path
            d={`${line}L${scale.x(last.x)} ${height}L${scale.x(first.x)} ${height}Z`}
            fill={color}
            opacity={0.14}
          />
        )}
        <path
          d={line}
          fill="none"
          stroke={color}
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
        {marks.map((mark) => (
          <rect
            key={mark}
            x={scale.x(mark) - 1}
            y={height - 6}
            width={2}
            height={6}
            fill={props.markColor ?? color}
          />
        ))}
      </g>
    </svg>
  );
}

interface Scale {
  x(value: number): number;
  y(value: number): number;
}

/** @returns undefined where there is nothing to draw yet. */
export function computeScale(
  points: readonly SeriesPoint[],
  width: number,
  height: number,
  fromZero: boolean,
): Scale | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.x <= first.x) return undefined;
  let low = fromZero ? 0 : Infinity;
  let high = -Infinity;
  for (const { y } of points) {
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  // A flat line stays in the middle instead of dividing by zero.
  const span = high - low || Math.max(1, Math.abs(high));
  const base = high === low ? low - span / 2 : low;
  const perX = width / (last.x - first.x);
  return {
    x: (value) => round((value - first.x) * perX),
    y: (value) => round(height - 4 - ((value - base) / span) * (height - 8)),
  };
}

export function toPath(points: readonly SeriesPoint[], scale: Scale): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${scale.x(x)} ${scale.y(y)}`).join('');
}

/** The lowest and highest point of each pixel column: a day of samples keeps its spikes. */
export function decimate(points: readonly SeriesPoint[], columns: number): readonly SeriesPoint[] {
  if (points.length <= 2 * columns) return points;
  const kept: SeriesPoint[] = [];
  const size = points.length / columns;
  for (let column = 0; column < columns; column++) {
    const part = points.slice(Math.floor(column * size), Math.floor((column + 1) * size));
    let low = part[0];
    let high = part[0];
    for (const point of part) {
      if (low === undefined || point.y < low.y) low = point;
      if (high === undefined || point.y > high.y) high = point;
    }
    if (low === undefined || high === undefined) continue;
    kept.push(...(low.x <= high.x ? [low, high] : [high, low]));
  }
  return kept;
}

const round = (value: number) => Math.round(value * 10) / 10;
