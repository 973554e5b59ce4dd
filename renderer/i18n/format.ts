/** Numbers as the reader's locale writes them, always with their unit. */
export interface Formats {
  bytes(value: number): string;
  bytesPerSecond(value: number): string;
  count(value: number): string;
  /** Large counts in three digits: 31.4 k. */
  shortCount(value: number): string;
  percent(share: number): string;
  milliseconds(value: number): string;
  seconds(value: number): string;
  number(value: number, digits: number): string;
  dateTime(ms: number): string;
  /** A profile's value in its own unit: `bytes`, `count`, `nanoseconds`. */
  value(value: number, unit: string): string;
  /** The same with a sign. */
  delta(value: number, unit: string): string;
  /** A value and its standard error, bytes in one unit: `25.4 ± 0.6 MiB`. */
  withError(value: number, error: number | undefined, unit: string): string;
  /** An interval with signs, bytes in one unit: `−0.1 … +1.2 MiB`. */
  range(low: number, high: number, unit: string): string;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function createFormats(locale: string): Formats {
  // Made once for each number of digits: to make one takes longer than to write a hundred numbers with it.
  const ofDigits = new Map<number, Intl.NumberFormat>();
  const fixed = (value: number, digits: number) => {
    let format = ofDigits.get(digits);
    if (format === undefined) {
      const wanted = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      ofDigits.set(digits, (format = new Intl.NumberFormat(locale, wanted)));
    }
    return format.format(value);
  };
  const byteUnitOf = (value: number) => {
    const magnitude = Math.abs(value);
    return Math.min(
      byteUnits.length - 1,
      magnitude < 1 ? 0 : Math.floor(Math.log2(magnitude) / 10),
    );
  };
  const inUnit = (value: number, unit: number) => {
    const scaled = value / 1024 ** unit;
    return fixed(scaled, unit === 0 || Math.abs(scaled) >= 1000 ? 0 : 1);
  };
  const bytes = (value: number) => {
    const unit = byteUnitOf(value);
    return `${inUnit(value, unit)} ${byteUnits[unit]}`;
  };
  const count = (value: number) => fixed(value, 0);
  const milliseconds = (value: number) => {
    if (value === 0) return `0 ms`;
    if (value < 0.001) return `${fixed(value * 1e6, 0)} ns`;
    if (value < 1) return `${fixed(value * 1000, 0)} µs`;
    if (value < 1000) return `${fixed(value, value < 10 ? 1 : 0)} ms`;
    return seconds(value / 1000);
  };
  const seconds = (value: number) => {
    if (value < 60) return `${fixed(value, 1)} s`;
    const minutes = Math.floor(value / 60);
    return `${count(minutes)} min ${fixed(Math.floor(value % 60), 0)} s`;
  };
  const valueOf = (value: number, unit: string) => {
    if (unit === 'bytes') return bytes(value);
    if (unit === 'nanoseconds') return milliseconds(value / 1e6);
    return unit === 'count' || unit === '' ? count(value) : `${count(value)} ${unit}`;
  };
  const delta = (value: number, unit: string) => {
    if (value === 0) return valueOf(0, unit);
    return `${value > 0 ? '+' : '−'}${valueOf(Math.abs(value), unit)}`;
  };
  return {
    bytes,
    count,
    delta,
    milliseconds,
    seconds,
    bytesPerSecond: (value) => `${bytes(value)}/s`,
    shortCount(value) {
      if (Math.abs(value) < 10_000) return count(value);
      return Math.abs(value) < 1e6 ? `${fixed(value / 1e3, 0)} k` : `${fixed(value / 1e6, 1)} M`;
    },
    percent: (share) => `${fixed(share * 100, share < 0.1 ? 1 : 0)} %`,
    number: fixed,
    dateTime: (ms) =>
      new Date(ms).toLocaleString(locale, { dateStyle: 'short', timeStyle: 'short' }),
    value: valueOf,
    withError(value, error, unit) {
      if (error === undefined) return valueOf(value, unit);
      if (unit !== 'bytes') return `${valueOf(value, unit)} ± ${valueOf(error, unit)}`;
      const shared = byteUnitOf(Math.max(Math.abs(value), error));
      return `${inUnit(value, shared)} ± ${inUnit(error, shared)} ${byteUnits[shared]}`;
    },
    range(low, high, unit) {
      if (unit !== 'bytes') return `${delta(low, unit)} … ${delta(high, unit)}`;
      const shared = byteUnitOf(Math.max(Math.abs(low), Math.abs(high)));
      const one = (value: number) =>
        value === 0 ? '0' : (value < 0 ? '−' : '+') + inUnit(Math.abs(value), shared);
      return `${one(low)} … ${one(high)} ${byteUnits[shared]}`;
    },
  };
}
