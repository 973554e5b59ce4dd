import type { TraceDiffRow, TraceMetricUnit } from '../../../app/contract/trace-diff';
import type { Formats } from '../../i18n/format';

/** A value of a metric as the reader's locale writes it: `1.2 ms`, `34 ms/s`, `12.4 %`. */
export function formatMetric(f: Formats, value: number, unit: TraceMetricUnit): string {
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  switch (unit) {
    case 'ns':
      return `${sign}${f.milliseconds(size / 1e6)}`;
    case 'ns/s':
      return `${sign}${f.milliseconds(size / 1e6)}/s`;
    case 'bytes':
      return `${sign}${f.bytes(size)}`;
    case 'bytes/s':
      return `${sign}${f.bytesPerSecond(size)}`;
    case 'count':
      return `${sign}${formatNumber(f, size)}`;
    case 'count/s':
      return `${sign}${formatNumber(f, size)}/s`;
    case 'share':
      return `${sign}${f.percent(size)}`;
  }
}

/** `+23 %`, `× 17.7`, or the difference itself where there was nothing before. */
export function formatChange(f: Formats, { delta, ratio, unit }: TraceDiffRow): string {
  if (delta === undefined) return '';
  if (delta === 0) return '0 %';
  if (ratio === undefined || ratio < 0) {
    return `${delta > 0 ? '+' : '−'}${formatMetric(f, Math.abs(delta), unit)}`;
  }
  if (ratio >= 10) return `× ${formatNumber(f, ratio)}`;
  return `${delta > 0 ? '+' : '−'}${f.percent(Math.abs(ratio - 1))}`;
}

const formatNumber = (f: Formats, value: number) =>
  value < 100 && !Number.isInteger(value) ? f.number(value, 1) : f.count(value);
