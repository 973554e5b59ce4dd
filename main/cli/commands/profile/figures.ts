import { formatBytes, formatCount, formatMs } from '../../../../app/domain/format/format';

/** A value of a profile with its unit: `12.4 MiB`, `1,024`, `35 ms`. */
export function formatValue(value: number, unit: string): string {
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'nanoseconds')
    return value < 0 ? `−${formatMs(-value / 1e6)}` : formatMs(value / 1e6);
  return formatCount(value);
}

/** The same with its standard error from sampling, where it has one: `12.4 MiB ± 2.5 MiB`. */
export function formatFigure(value: number, unit: string, error: number | undefined): string {
  const figure = formatValue(value, unit);
  return error === undefined ? figure : `${figure} ± ${formatValue(error, unit)}`;
}
