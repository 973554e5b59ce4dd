const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes for eyes, three significant digits, binary units: `61.4 MiB`. */
export function formatBytes(bytes: number): string {
  const sign = bytes < 0 ? '−' : '';
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1023.5 && unit < binary.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${sign}${unit === 0 ? Math.round(value) : digits(value)} ${binary[unit]}`;
}

/** Milliseconds for eyes: `430 ns`, `12.4 µs`, `118 ms`, `22.4 s`, `3 min 20 s`. */
export function formatMs(ms: number): string {
  if (ms < 0.001) return `${Math.round(ms * 1e6)} ns`;
  if (ms < 1) return `${digits(ms * 1000)} µs`;
  if (ms < 1000) return `${digits(ms)} ms`;
  if (ms < 60_000) return `${digits(ms / 1000)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Share 0…1 as `83 %`; small ones keep a digit. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent >= 9.95 || percent === 0 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/** Whole number with thousands separated: `31,402`. */
export function formatCount(count: number): string {
  // Not toLocaleString: its first call loads a locale, which costs a command a tenth of a second.
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Rate of growth with its unit: `3.1 MiB/s`, `12 goroutines/s`. */
export function formatRate(perSecond: number, unit: 'bytes' | 'goroutines'): string {
  return unit === 'bytes' ? `${formatBytes(perSecond)}/s` : `${digits(perSecond)} goroutines/s`;
}

/** Last element of a path, for `sync.go:41`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function digits(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 99.95) return String(Math.round(value));
  return magnitude >= 9.995 ? value.toFixed(1) : trimZero(value.toFixed(2));
}

const trimZero = (text: string) => (text.endsWith('0') ? text.slice(0, -1) : text);
