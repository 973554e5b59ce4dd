/** A unit with the words for it and its size in the first unit of its kind. */
interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitKind {
  readonly units: readonly Unit[];
  /** For what is too small for any unit, and for a target unit of another kind. */
  readonly fallback: { readonly name: string; readonly factor: number };
}

const unit = (name: string, factor: number, ...aliases: string[]): Unit => ({
  name,
  factor,
  aliases,
});

/** As `go tool pprof` knows them: binary prefixes written kB, and hours at most. */
const kinds: readonly UnitKind[] = [
  {
    units: [
      unit('B', 1, 'b', 'byte'),
      unit('kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'),
      unit('MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'),
      unit('GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'),
      unit('TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'),
      unit('PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'),
    ],
    fallback: { name: 'B', factor: 1 },
  },
  {
    units: [
      unit('ns', 1, 'ns', 'nanosecond'),
      unit('us', 1e3, 'μs', 'us', 'microsecond'),
      unit('ms', 1e6, 'ms', 'millisecond'),
      unit('s', 1e9, 's', 'sec', 'second'),
      unit('hrs', 3600e9, 'hour', 'hr'),
    ],
    fallback: { name: 's', factor: 1e9 },
  },
  {
    units: [
      unit('n*GCU', 1e-9, 'nanogcu'),
      unit('u*GCU', 1e-6, 'microgcu'),
      unit('m*GCU', 1e-3, 'milligcu'),
      unit('GCU', 1, 'gcu'),
      unit('k*GCU', 1e3, 'kilogcu'),
      unit('M*GCU', 1e6, 'megagcu'),
      unit('G*GCU', 1e9, 'gigagcu'),
      unit('T*GCU', 1e12, 'teragcu'),
      unit('P*GCU', 1e15, 'petagcu'),
    ],
    fallback: { name: 'GCU', factor: 1 },
  },
];

/** A value with the unit it is in; empty for a mere number. */
export interface Scaled {
  readonly value: number;
  readonly unit: string;
}

function findUnit(kind: UnitKind, name: string): Unit | undefined {
  let word = name.toLowerCase();
  // The plural, but not of "s" or "ns" themselves.
  if (word.length > 2 && word.endsWith('s')) word = word.slice(0, -1);
  return kind.units.find((each) => each.aliases.includes(word));
}

/** Whether two units measure the same: bytes and kB, or the same word. */
export function isSameKind(first: string, second: string): boolean {
  return first === second || kinds.some((kind) => findUnit(kind, first) && findUnit(kind, second));
}

/**
 * Converts a value as pprof's `measurement.Scale`.
 * @param to a unit, or `minimum` or `auto` for the largest that leaves at least 1.
 */
export function scale(value: number, from: string, to: string): Scaled {
  if (value < 0) {
    const positive = scale(-value, from, to);
    return { value: -positive.value, unit: positive.unit };
  }
  for (const kind of kinds) {
    const source = findUnit(kind, from);
    if (!source) continue;
    const base = value * source.factor;
    const target = to === 'minimum' || to === 'auto' ? largest(kind, base) : findUnit(kind, to);
    const { factor, name } = target ?? kind.fallback;
    return { value: base / factor, unit: name };
  }
  const isPlain = ['count', 'sample', 'unit', 'minimum', 'auto'].includes(to);
  return { value, unit: isPlain ? '' : to };
}

function largest(kind: UnitKind, value: number): Unit | undefined {
  let found: Unit | undefined;
  for (const each of kind.units) {
    if (each.factor >= (found?.factor ?? 0) && value / each.factor >= 1) found = each;
  }
  return found;
}

/** `12.5kB`, `0`, `1.20s`: two decimals, none when they are zero. */
export function formatScaled(value: number, from: string, to: string): string {
  const scaled = scale(value, from, to);
  const text = toFixed2(scaled.value).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** `12.34%` in six columns as pprof's tables have it; the sign is dropped, as there. */
export function formatPercentage(value: number, total: number): string {
  const percent = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (percent >= 99.95 && percent <= 100.05) return '  100%';
  const text = percent >= 1 ? toFixed2(percent) : toGeneral2(percent);
  return `${text.padStart(5)}%`;
}

/** C's `%.2f`: ties to even, where JavaScript rounds them up. Only eighths can be ties. */
function toFixed2(value: number): string {
  if (Number.isInteger(value) || !Number.isInteger(value * 8)) return value.toFixed(2);
  if (Number.isInteger(value * 4)) return value.toFixed(2);
  const hundredths = Math.floor(Math.abs(value) * 100);
  const even = hundredths % 2 === 0 ? hundredths : hundredths + 1;
  return `${value < 0 ? '-' : ''}${(even / 100).toFixed(2)}`;
}

/** C's `%.2g` for 0 ≤ value < 1. */
function toGeneral2(value: number): string {
  if (value === 0) return '0';
  let [digits = '0', exponent = '0'] = value.toExponential(1).split('e');
  // A tie is a number of exactly three digits, the last a 5; it goes to the even neighbour.
  const three = value.toExponential(2);
  if (/5e/.test(three) && /^\d\.\d5(0+)e/.test(value.toExponential(60))) {
    [digits = '0', exponent = '0'] = three.split('e');
    const tens = Math.floor(Number(digits.slice(0, 3)) * 10 + 1e-9);
    const even = tens % 2 === 0 ? tens : tens + 1;
    [digits, exponent] =
      even === 100 ? ['1', String(Number(exponent) + 1)] : [String(even / 10), exponent];
  }
  const power = Number(exponent);
  const mantissa = digits.replace(/\.0$/, '');
  if (power < -4) return `${mantissa}e-${String(-power).padStart(2, '0')}`;
  return Number(`${mantissa}e${power}`).toFixed(
    Math.max(0, -power + (mantissa.includes('.') ? 1 : 0)),
  );
}
