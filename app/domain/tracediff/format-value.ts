import type { TraceDiffRow, TraceMetricUnit } from '../../contract/trace-diff';
import { formatBytes, formatCount, formatMs } from '../format/format';

/** A value of a metric for eyes, with its unit: `1.2 ms`, `34.5 ms/s`, `12.4 %`. */
export function formatMetricValue(value: number, unit: TraceMetricUnit): string {
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  switch (unit) {
    case 'ns':
      return `${sign}${formatMs(size / 1e6)}`;
    case 'ns/s':
      return `${sign}${formatMs(size / 1e6)}/s`;
    case 'bytes':
      return formatBytes(value);
    case 'bytes/s':
      return `${formatBytes(value)}/s`;
    case 'count':
      return `${sign}${number(size)}`;
    case 'count/s':
      return `${sign}${number(size)}/s`;
    case 'share':
      return `${sign}${percent(size)}`;
  }
}

/** The difference for eyes: `+23 %` of what was there, or `+1.2 ms` from nothing. */
export function formatChange({ delta, ratio, unit }: TraceDiffRow): string {
  if (delta === undefined) return '';
  if (delta === 0) return '±0';
  if (ratio === undefined || ratio < 0) {
    return `${delta > 0 ? '+' : ''}${formatMetricValue(delta, unit)}`;
  }
  if (ratio >= 10) return `×${number(ratio)}`;
  const change = (ratio - 1) * 100;
  const digits = Math.abs(change) < 9.95 ? 1 : 0;
  return `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(digits)} %`;
}

const number = (value: number): string =>
  value >= 100 || Number.isInteger(value) ? formatCount(value) : value.toPrecision(3);

const percent = (share: number): string => {
  const value = share * 100;
  return `${value >= 9.95 || value === 0 ? value.toFixed(0) : value.toPrecision(2)} %`;
};
