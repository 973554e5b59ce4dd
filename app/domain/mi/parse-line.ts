import { err, ok, type Result } from '../../contract/result';
import { parseCString } from './c-string';
import type { MiError, MiRecord, MiResultClass, MiTuple, MiValue } from './record';

/** GDB nests about six deep; a bound keeps a damaged line from exhausting the stack. */
const maxDepth = 100;

const resultClasses: readonly string[] = ['done', 'running', 'connected', 'error', 'exit'];
const asyncKinds = { '*': 'exec-async', '+': 'status-async', '=': 'notify-async' } as const;
const streamKinds = { '~': 'console', '@': 'target', '&': 'log' } as const;

/** By character code: 1 may begin a name, 2 may stand in it further on. */
const nameCodes = new Uint8Array(0x10000);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  nameCodes[code] = /[A-Za-z_]/.test(char) ? 1 : /[\d.-]/.test(char) ? 2 : 0;
}

class Malformed extends Error {
  readonly at: number;
  readonly expected: string;

  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

/** Parses one line of GDB/MI output, without its newline. Total: every line gets an answer. */
export function parseMiLine(line: string): Result<MiRecord, MiError> {
  try {
    return ok(new LineParser(line.endsWith('\r') ? line.slice(0, -1) : line).record());
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return err({ code: 'not-mi', at: error.at, expected: error.expected });
  }
}

/** Reads as the grammar of the manual; each method begins at `#at` and leaves it after what it read. */
class LineParser {
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  record(): MiRecord {
    if (/^\(gdb\) ?$/.test(this.#line)) return { kind: 'prompt' };
    const digits = /^\d{1,15}/.exec(this.#line)?.[0] ?? '';
    const token = digits === '' ? undefined : Number(digits);
    this.#at = digits.length;
    const sign = this.#line[this.#at++];
    switch (sign) {
      case '~':
      case '@':
      case '&': {
        if (token !== undefined) throw new Malformed(0, 'a stream record without a token');
        const text = this.#cString();
        this.#end();
        return { kind: streamKinds[sign], text };
      }
      case '^': {
        const name = this.#name();
        if (!resultClasses.includes(name)) throw new Malformed(this.#at, 'a result class');
        return { kind: 'result', token, class: name as MiResultClass, results: this.#results() };
      }
      case '*':
      case '+':
      case '=':
        return { kind: asyncKinds[sign], token, class: this.#name(), results: this.#results() };
      default:
        throw new Malformed(this.#at - 1, 'an MI record');
    }
  }

  /** `,name=value` … up to the end of the line. */
  #results(): MiTuple {
    const fields = new Fields();
    while (this.#line[this.#at] === ',') {
      this.#at++;
      this.#field(fields, 0);
    }
    this.#end();
    return fields.tuple();
  }

  #field(fields: Fields, depth: number): void {
    if (!this.#isNameNext()) {
      fields.addUnnamed(this.#value(depth));
      return;
    }
    const name = this.#name();
    this.#expect('=');
    fields.add(name, this.#value(depth));
  }

  #value(depth: number): MiValue {
    if (depth > maxDepth) throw new Malformed(this.#at, `at most ${maxDepth} levels`);
    switch (this.#line[this.#at]) {
      case '"':
        return this.#cString();
      case '{':
        return this.#tuple(depth);
      case '[':
        return this.#list(depth);
      default:
        throw new Malformed(this.#at, 'a value');
    }
  }

  #tuple(depth: number): MiValue {
    this.#at++;
    const fields = new Fields();
    if (this.#line[this.#at] === '}') this.#at++;
    else {
      do this.#field(fields, depth + 1);
      while (this.#isMore('}'));
    }
    return fields.value();
  }

  /** `[frame={…},frame={…}]` loses its names, which all say the same. */
  #list(depth: number): readonly MiValue[] {
    this.#at++;
    const values: MiValue[] = [];
    if (this.#line[this.#at] === ']') this.#at++;
    else {
      do {
        if (this.#isNameNext()) {
          this.#name();
          this.#expect('=');
        }
        values.push(this.#value(depth + 1));
      } while (this.#isMore(']'));
    }
    return values;
  }

  /** Past a comma, or past the end of what is listed. */
  #isMore(close: string): boolean {
    const next = this.#line[this.#at];
    if (next !== ',' && next !== close) throw new Malformed(this.#at, `"," or "${close}"`);
    this.#at++;
    return next === ',';
  }

  #cString(): string {
    const read = parseCString(this.#line, this.#at);
    if (read === undefined) throw new Malformed(this.#at, 'a quoted string');
    this.#at = read.end;
    return read.text;
  }

  #isNameNext(): boolean {
    const kind = nameCodes[this.#line.charCodeAt(this.#at)];
    return kind === 1;
  }

  #name(): string {
    const start = this.#at;
    while (nameCodes[this.#line.charCodeAt(this.#at)]! > 0) this.#at++;
    if (this.#at === start) throw new Malformed(start, 'a name');
    return this.#line.slice(start, this.#at);
  }

  #expect(char: string): void {
    if (this.#line[this.#at] !== char) throw new Malformed(this.#at, `"${char}"`);
    this.#at++;
  }

  #end(): void {
    if (this.#at !== this.#line.length) throw new Malformed(this.#at, 'the end of the line');
  }
}

/** What stands between braces, before it is known to be a tuple or a list. */
class Fields {
  // No prototype: a field may be called "constructor".
  readonly #named: Record<string, MiValue> = Object.create(null);
  #unnamed: MiValue[] | undefined;
  #repeated: Set<string> | undefined;
  #last = '';
  #locations: MiValue[] | undefined;

  add(name: string, value: MiValue): void {
    const before = this.#named[name];
    this.#last = name;
    this.#locations = undefined;
    if (before === undefined) this.#named[name] = value;
    else if (this.#repeated?.has(name) === true) (before as MiValue[]).push(value);
    else {
      // `thread-ids={thread-id="2",thread-id="1"}`: one name for every element.
      this.#named[name] = [before, value];
      (this.#repeated ??= new Set()).add(name);
    }
  }

  /**
   * A value without a name. After `bkpt={…}` it is a location of that breakpoint, as MI 1 and 2 print
   * them; MI 3 has them in `locations`. They are put there, so that callers see one form.
   */
  addUnnamed(value: MiValue): void {
    const before = this.#named[this.#last];
    if (isTuple(value) && before !== undefined && isTuple(before)) {
      if (this.#locations === undefined) {
        this.#locations = [];
        this.#named[this.#last] = { ...before, locations: this.#locations };
      }
      this.#locations.push(value);
    } else {
      (this.#unnamed ??= []).push(value);
    }
  }

  tuple(): MiTuple {
    return this.#named;
  }

  /** MI 1 to 3 print the commands of a breakpoint as `script={"silent","print x"}`. */
  value(): MiValue {
    return this.#unnamed !== undefined && this.#last === '' ? this.#unnamed : this.#named;
  }
}

function isList(value: MiValue | undefined): value is readonly MiValue[] {
  return Array.isArray(value);
}

function isTuple(value: MiValue): value is MiTuple {
  return typeof value !== 'string' && !isList(value);
}
