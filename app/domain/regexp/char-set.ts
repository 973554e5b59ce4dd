/** A set of code points. */
export interface CharSet {
  /** Sorted, disjoint or not: pairs of first and last. */
  readonly ranges: readonly number[];
  /** Unicode classes, as JavaScript knows them. */
  readonly classes: readonly { readonly pattern: RegExp; readonly negated: boolean }[];
  readonly negated: boolean;
  readonly foldCase: boolean;
}

const lastCodePoint = 0x10ffff;

export const anyChar: CharSet = {
  ranges: [0, lastCodePoint],
  classes: [],
  negated: false,
  foldCase: false,
};
export const anyButNewline: CharSet = { ...anyChar, ranges: [0, 9, 11, lastCodePoint] };

export function literalSet(codePoint: number, foldCase: boolean): CharSet {
  return { ranges: [codePoint, codePoint], classes: [], negated: false, foldCase };
}

/** Perl's and POSIX's named classes; ASCII only, as RE2 has them. */
const named: Readonly<Record<string, readonly number[]>> = {
  d: [48, 57],
  s: [9, 10, 12, 13, 32, 32],
  w: [48, 57, 65, 90, 95, 95, 97, 122],
  alnum: [48, 57, 65, 90, 97, 122],
  alpha: [65, 90, 97, 122],
  ascii: [0, 127],
  blank: [9, 9, 32, 32],
  cntrl: [0, 31, 127, 127],
  digit: [48, 57],
  graph: [33, 126],
  lower: [97, 122],
  print: [32, 126],
  punct: [33, 47, 58, 64, 91, 96, 123, 126],
  space: [9, 13, 32, 32],
  upper: [65, 90],
  word: [48, 57, 65, 90, 95, 95, 97, 122],
  xdigit: [48, 57, 65, 70, 97, 102],
};

/** Ranges of a named class, or what is left of all code points when negated. */
export function namedRanges(name: string, negated: boolean): readonly number[] | undefined {
  const ranges = Object.hasOwn(named, name) ? named[name] : undefined;
  if (!ranges || !negated) return ranges;
  const rest: number[] = [];
  let next = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    const first = ranges[i] ?? 0;
    if (first > next) rest.push(next, first - 1);
    next = (ranges[i + 1] ?? 0) + 1;
  }
  rest.push(next, lastCodePoint);
  return rest;
}

/** `\p{Greek}`, `\pL`: a script or a general category. */
export function unicodeClass(name: string): RegExp | undefined {
  for (const text of [`^\\p{Script=${name}}$`, `^\\p{${name}}$`]) {
    try {
      if (/^\w+$/.test(name)) return new RegExp(text, 'u');
    } catch {
      continue; // not a script: perhaps a category
    }
  }
  return undefined;
}

/** Decides ASCII by a table, the rest when asked. */
export class CharMatcher {
  private readonly ascii = new Uint8Array(128);

  constructor(private readonly set: CharSet) {
    for (let code = 0; code < 128; code++) this.ascii[code] = this.decide(code) ? 1 : 0;
  }

  test(code: number): boolean {
    return code < 128 ? this.ascii[code] === 1 : this.decide(code);
  }

  private decide(code: number): boolean {
    const { negated, foldCase } = this.set;
    let found = this.contains(code);
    if (!found && foldCase) {
      const text = String.fromCodePoint(code);
      const [lower, upper] = [text.toLowerCase(), text.toUpperCase()];
      found = this.contains(lower.codePointAt(0) ?? 0) || this.contains(upper.codePointAt(0) ?? 0);
    }
    return found !== negated;
  }

  private contains(code: number): boolean {
    const { ranges, classes } = this.set;
    for (let i = 0; i < ranges.length; i += 2) {
      if (code >= ranges[i]! && code <= ranges[i + 1]!) return true;
    }
    if (classes.length === 0) return false;
    const text = String.fromCodePoint(code);
    return classes.some(({ pattern, negated }) => pattern.test(text) !== negated);
  }
}
