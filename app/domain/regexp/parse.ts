import { err, ok, type Result } from '../../contract/result';
import {
  anyButNewline,
  anyChar,
  CharMatcher,
  literalSet,
  namedRanges,
  unicodeClass,
  type CharSet,
} from './char-set';

export type Assertion =
  'line-start' | 'line-end' | 'text-start' | 'text-end' | 'word-boundary' | 'no-word-boundary';

/** Syntax tree. Whether a repetition is greedy changes no answer of "does it match". */
export type Node =
  | { readonly kind: 'set'; readonly matcher: CharMatcher }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };

/** Limits of Go's own parser. */
const maxRepeat = 1000;
const maxDepth = 1000;

/** Why the text is no expression, worded after Go's regexp/syntax. */
class SyntaxFault extends Error {}

/** Parses the syntax of Go's regexp package (RE2). */
export function parseRegexp(text: string): Result<Node, string> {
  try {
    return ok(new Parser(text).parse());
  } catch (thrown) {
    if (thrown instanceof SyntaxFault) return err(thrown.message);
    throw thrown;
  }
}

class Parser {
  private readonly chars: readonly string[];
  private at = 0;
  private depth = 0;
  private foldCase = false;
  private multiLine = false;
  private dotAll = false;
  private ungreedy = false;

  constructor(text: string) {
    this.chars = [...text];
  }

  parse(): Node {
    const node = this.choice();
    if (this.at < this.chars.length) throw new SyntaxFault('unexpected )');
    return node;
  }

  private peek(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.chars[this.at + i] !== text[i]) return false;
    return true;
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  private choice(): Node {
    if (++this.depth > maxDepth) throw new SyntaxFault('expression nests too deeply');
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    this.depth--;
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.chars.length && !this.peek('|') && !this.peek(')')) {
      const quoted = this.quoted();
      if (quoted) parts.push(...quoted);
      else {
        const atom = this.atom();
        if (atom) parts.push(this.repeated(atom));
      }
    }
    return { kind: 'sequence', parts };
  }

  /** `\Q…\E`. */
  private quoted(): Node[] | undefined {
    if (!this.take('\\Q')) return undefined;
    const parts: Node[] = [];
    while (this.at < this.chars.length && !this.take('\\E')) parts.push(this.literal());
    const last = parts.pop();
    if (last) parts.push(this.repeated(last));
    return parts;
  }

  private literal(): Node {
    const char = this.chars[this.at++] ?? '';
    return one(literalSet(char.codePointAt(0) ?? 0, this.foldCase));
  }

  /** Undefined for a group that only sets flags. */
  private atom(): Node | undefined {
    if (this.take('(')) return this.group();
    if (this.take('[')) return one(this.bracket());
    if (this.take('.')) return one(this.dotAll ? anyChar : anyButNewline);
    if (this.take('^')) return assertion(this.multiLine ? 'line-start' : 'text-start');
    if (this.take('$')) return assertion(this.multiLine ? 'line-end' : 'text-end');
    if (this.peek('*') || this.peek('+') || this.peek('?')) {
      throw new SyntaxFault(`missing argument to repetition operator: ${this.chars[this.at]}`);
    }
    if (!this.peek('\\')) return this.literal();
    this.at++;
    const char = this.chars[this.at];
    const asserted = (
      { A: 'text-start', z: 'text-end', b: 'word-boundary', B: 'no-word-boundary' } as const
    )[char ?? ''];
    if (asserted) {
      this.at++;
      return assertion(asserted);
    }
    return one(this.escapedSet());
  }

  private group(): Node | undefined {
    const saved = [this.foldCase, this.multiLine, this.dotAll, this.ungreedy] as const;
    if (this.take('?')) {
      const rest = this.chars.slice(this.at, this.at + 200).join('');
      const [name] = /^P?<[\p{L}\p{N}_]+>/u.exec(rest) ?? [];
      if (name !== undefined) this.at += [...name].length;
      else if (this.flags(rest)) return undefined;
    }
    const node = this.choice();
    if (!this.take(')')) throw new SyntaxFault('missing closing )');
    [this.foldCase, this.multiLine, this.dotAll, this.ungreedy] = saved;
    return node;
  }

  /** `(?i)` or `(?i:`; true when the group ends with the flags. */
  private flags(rest: string): boolean {
    const [all, on = '', off = '', end] = /^([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest) ?? [];
    if (all === undefined) throw new SyntaxFault('invalid or unsupported Perl syntax: (?');
    this.at += all.length;
    for (const [flags, value] of [
      [on, true],
      [off, false],
    ] as const) {
      if (flags.includes('i')) this.foldCase = value;
      if (flags.includes('m')) this.multiLine = value;
      if (flags.includes('s')) this.dotAll = value;
      if (flags.includes('U')) this.ungreedy = value;
    }
    return end === ')';
  }

  private repeated(atom: Node): Node {
    let node = atom;
    for (let count = 0; ; count++) {
      let [min, max] = [0, Infinity];
      if (this.take('+')) min = 1;
      else if (this.take('?')) max = 1;
      else if (!this.take('*')) {
        const rest = this.chars.slice(this.at, this.at + 12).join('');
        const [all, low = '', comma, high] = /^\{(\d+)(?:(,)(\d*))?\}/.exec(rest) ?? [];
        if (all === undefined) return node;
        this.at += all.length;
        min = Number(low);
        max = comma === undefined ? min : high === '' ? Infinity : Number(high);
        if (min > maxRepeat || (max !== Infinity && max > maxRepeat) || min > max) {
          throw new SyntaxFault(`invalid repeat count: ${all}`);
        }
      }
      if (count > 0) throw new SyntaxFault('invalid nested repetition operator');
      this.take('?');
      node = { kind: 'repeat', part: node, min, max };
    }
  }

  /** `\d`, `\pL`, `\x41`, `\.`, behind the backslash. */
  private escapedSet(): CharSet {
    const named = this.namedEscape();
    if (named) return { ...named, foldCase: this.foldCase };
    return literalSet(this.escapedChar(), this.foldCase);
  }

  private namedEscape(): Omit<CharSet, 'foldCase'> | undefined {
    const char = this.chars[this.at] ?? '';
    const ranges = /[dswDSW]/.test(char)
      ? namedRanges(char.toLowerCase(), char !== char.toLowerCase())
      : undefined;
    if (ranges) {
      this.at++;
      return { ranges, classes: [], negated: false };
    }
    if (char !== 'p' && char !== 'P') return undefined;
    const rest = this.chars.slice(this.at + 1, this.at + 60).join('');
    const [all = '', caret = '', long, short] = /^(?:\{(\^?)(\w+)\}|(\w))/.exec(rest) ?? [];
    const pattern = unicodeClass(long ?? short ?? '');
    if (!pattern) throw new SyntaxFault(`invalid character class range: \\${char}${all}`);
    this.at += 1 + all.length;
    const negated = (char === 'P') !== (caret === '^');
    return { ranges: [], classes: [{ pattern, negated }], negated: false };
  }

  private escapedChar(): number {
    const rest = this.chars.slice(this.at, this.at + 10).join('');
    const [hex, braced, plain] = /^x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/.exec(rest) ?? [];
    if (hex !== undefined) {
      this.at += hex.length;
      const code = parseInt(braced ?? plain ?? '', 16);
      if (code <= 0x10ffff) return code;
    }
    const [octal] = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest) ?? [];
    if (octal !== undefined) {
      this.at += octal.length;
      return parseInt(octal, 8);
    }
    const char = this.chars[this.at];
    if (char === undefined) throw new SyntaxFault('trailing backslash at end of expression');
    const control = ({ a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 } as const)[char];
    // Any ASCII punctuation may be escaped, needed or not.
    if (control === undefined && (/\w/.test(char) || char > '\x7f')) {
      throw new SyntaxFault(`invalid escape sequence: \\${char}`);
    }
    this.at++;
    return control ?? char.charCodeAt(0);
  }

  /** Behind `[`. */
  private bracket(): CharSet {
    const negated = this.take('^');
    const ranges: number[] = [];
    const classes: CharSet['classes'][number][] = [];
    for (let first = true; first || !this.peek(']'); first = false) {
      if (this.at >= this.chars.length) throw new SyntaxFault('missing closing ]');
      const posix = this.posixClass();
      if (posix) {
        ranges.push(...posix);
        continue;
      }
      if (this.take('\\')) {
        const named = this.namedEscape();
        if (named) {
          ranges.push(...named.ranges);
          classes.push(...named.classes);
          continue;
        }
        this.at--;
      }
      const low = this.bracketChar();
      let high = low;
      if (this.peek('-') && this.chars[this.at + 1] !== ']' && this.at + 1 < this.chars.length) {
        this.at++;
        high = this.bracketChar();
      }
      if (high < low) throw new SyntaxFault('invalid character class range');
      ranges.push(low, high);
    }
    this.at++;
    return { ranges, classes, negated, foldCase: this.foldCase };
  }

  private posixClass(): readonly number[] | undefined {
    const rest = this.chars.slice(this.at, this.at + 12).join('');
    const [all, caret, name] = /^\[:(\^?)(\w+):\]/.exec(rest) ?? [];
    if (all === undefined) return undefined;
    const ranges = (name ?? '').length > 1 ? namedRanges(name ?? '', caret === '^') : undefined;
    if (!ranges) throw new SyntaxFault(`invalid character class range: ${all}`);
    this.at += all.length;
    return ranges;
  }

  private bracketChar(): number {
    if (this.take('\\')) return this.escapedChar();
    const char = this.chars[this.at++];
    if (char === undefined) throw new SyntaxFault('missing closing ]');
    return char.codePointAt(0) ?? 0;
  }
}

const assertion = (kind: Assertion): Node => ({ kind: 'assert', assertion: kind });
const one = (set: CharSet): Node => ({ kind: 'set', matcher: new CharMatcher(set) });
