import { err, ok, type Result } from '../../contract/result';
import { parseCString } from './c-string';
import type { MiError, MiRecord, MiResultClass, MiTuple, MiValue } from './record';

/** GDB nests about six deep; a bound keeps a damaged line from exhausting the stack. */
const maxDepth = 100;

const resultClasses: readonly string[] = ['done', 'running', 'connected', 'error', 'exit'];
const asyncKinds = { '*': 'exec-async', '+': 'status-async', '=': 'notify-async' } as const;
const streamKinds = { '~': 'console', '@': 'target', '&': 'log' } as const;

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
        return this.#braced('}', depth).value();
      case '[':
        return this.#braced(']', depth).list();
      default:
        throw new Malformed(this.#at, 'a value');
    }
  }

  #braced(close: string, depth: number): Fields {
    this.#at++;
    const fields = new Fields();
    if (this.#line[this.#at] === close) {
      this.#at++;
      return fields;
    }
    for (;;) {
      this.#field(fields, depth + 1);
      const next = this.#line[this.#at];
      if (next !== ',' && next !== close) throw new Malformed(this.#at, `"," or "${close}"`);
      this.#at++;
      if (next === close) return fields;
    }
  }

  #cString(): string {
    const read = parseCString(this.#line, this.#at);
    if (read === undefined) throw new Malformed(this.#at, 'a quoted string');
    this.#at = read.end;
    return read.text;
  }

  #isNameNext(): boolean {
    const char = this.#line[this.#at];
    return char !== undefined && /[A-Za-z_]/.test(char);
  }

  #name(): string {
    const start = this.#at;
    while (/[\w.-]/.test(this.#line[this.#at] ?? '')) this.#at++;
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

/** What stands between braces or brackets, before it is known to be a tuple or a list. */
class Fields {
  readonly #named = new Map<string, MiValue>();
  readonly #all: MiValue[] = [];
  readonly #repeated = new Set<string>();
  #unnamed = 0;
  #last = '';
  #locations: MiValue[] | undefined;

  add(name: string, value: MiValue): void {
    const before = this.#named.get(name);
    this.#all.push(value);
    this.#last = name;
    this.#locations = undefined;
    if (before === undefined) this.#named.set(name, value);
    else if (this.#repeated.has(name)) (before as MiValue[]).push(value);
    else {
      // `thread-ids={thread-id="2",thread-id="1"}`: one name for every element.
      this.#named.set(name, [before, value]);
      this.#repeated.add(name);
    }
  }

  /**
   * A value without a name. After `bkpt={…}` it is a location of that breakpoint, as MI 1 and 2 print
   * them; MI 3 has them in `locations`. They are put there, so that callers see one form.
   */
  addUnnamed(value: MiValue): void {
    this.#all.push(value);
    const before = this.#named.get(this.#last);
    if (isTuple(value) && before !== undefined && isTuple(before)) {
      if (this.#locations === undefined) {
        this.#locations = [];
        this.#named.set(this.#last, { ...before, locations: this.#locations });
      }
      this.#locations.push(value);
    } else {
      this.#unnamed++;
    }
  }

  tuple(): MiTuple {
    // No prototype: a field may be called "constructor".
    const tuple: Record<string, MiValue> = Object.create(null);
    for (const [name, value] of this.#named) tuple[name] = value;
    return tuple;
  }

  /** Inside braces. MI 1 to 3 print the commands of a breakpoint as `script={"silent","print x"}`. */
  value(): MiValue {
    return this.#unnamed > 0 && this.#named.size === 0 ? this.#all : this.tuple();
  }

  /** Inside brackets: `[frame={…},frame={…}]` loses its names, which all say the same. */
  list(): readonly MiValue[] {
    return this.#all;
  }
}

function isList(value: MiValue | undefined): value is readonly MiValue[] {
  return Array.isArray(value);
}

function isTuple(value: MiValue): value is MiTuple {
  return typeof value !== 'string' && !isList(value);
}
