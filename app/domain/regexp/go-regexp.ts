import { err, ok, type Result } from '../../contract/result';
import type { CharMatcher } from './char-set';
import { parseRegexp, type Assertion, type Node } from './parse';

/**
 * Whether a text contains a match, with the syntax and the promise of Go's regexp package: time
 * linear in the text. Expressions come from profiles as well as from people, and JavaScript's own
 * engine can be kept busy for ever by either.
 */
export interface GoRegexp {
  /** As it was written. */
  readonly source: string;
  test(text: string): boolean;
}

/** Instructions of a compiled expression; a text costs at most length × this many steps. */
const maxInstructions = 10_000;

type Instruction =
  | { readonly op: 'set'; readonly matcher: CharMatcher; next: number }
  | { readonly op: 'assert'; readonly assertion: Assertion; next: number }
  | { readonly op: 'split'; next: number; other: number }
  | { readonly op: 'match' };

/** Compiles an expression; the error is a clause that says what is wrong with it. */
export function compileGoRegexp(source: string): Result<GoRegexp, string> {
  // Nearly all expressions that people type are plain text.
  if (/^[\w /,:;@%&=<>"'~!-]*$/.test(source)) {
    return ok({ source, test: (text) => text.includes(source) });
  }
  const tree = parseRegexp(source);
  if (!tree.ok) return tree;
  const program: Instruction[] = [{ op: 'match' }];
  const start = emit(program, tree.value, 0);
  if (start === undefined) return err('the expression is too large');
  const run = new Simulation(program, start);
  return ok({ source, test: (text) => run.test(text) });
}

/**
 * Adds the instructions of a node in front of `next`.
 * @returns where they start; undefined when the program has become too large.
 */
function emit(program: Instruction[], node: Node, next: number): number | undefined {
  if (program.length > maxInstructions) return undefined;
  switch (node.kind) {
    case 'set':
      return program.push({ op: 'set', matcher: node.matcher, next }) - 1;
    case 'assert':
      return program.push({ op: 'assert', assertion: node.assertion, next }) - 1;
    case 'sequence': {
      let at: number | undefined = next;
      for (let i = node.parts.length - 1; i >= 0 && at !== undefined; i--) {
        at = emit(program, node.parts[i]!, at);
      }
      return at;
    }
    case 'choice': {
      let at: number | undefined;
      for (const part of node.parts) {
        const branch = emit(program, part, next);
        if (branch === undefined) return undefined;
        at = at === undefined ? branch : program.push({ op: 'split', next: at, other: branch }) - 1;
      }
      return at;
    }
    case 'repeat':
      return emitRepeat(program, node, next);
  }
}

function emitRepeat(
  program: Instruction[],
  { part, min, max }: Extract<Node, { kind: 'repeat' }>,
  next: number,
): number | undefined {
  let at: number | undefined = next;
  if (max === Infinity) {
    const loop: Instruction = { op: 'split', next, other: next };
    at = program.push(loop) - 1;
    const body = emit(program, part, at);
    if (body === undefined) return undefined;
    loop.next = body;
  } else {
    for (let i = min; i < max && at !== undefined; i++) {
      const body = emit(program, part, at);
      at =
        body === undefined ? undefined : program.push({ op: 'split', next: body, other: next }) - 1;
    }
  }
  for (let i = 0; i < min && at !== undefined; i++) at = emit(program, part, at);
  return at;
}

/** All threads of the automaton side by side: a set of instructions per character. */
class Simulation {
  private readonly threads: Uint32Array;
  private readonly stack: number[] = [];
  /** Step at which an instruction was last added. */
  private readonly added: Uint32Array;
  private step = 0;

  constructor(
    private readonly program: readonly Instruction[],
    private readonly start: number,
  ) {
    this.threads = new Uint32Array(program.length * 2);
    this.added = new Uint32Array(program.length);
  }

  test(text: string): boolean {
    const { program, threads } = this;
    const half = program.length;
    this.nextStep();
    let current = 0;
    let count = 0;
    let before = -1;
    for (let at = 0; ;) {
      const code = at < text.length ? (text.codePointAt(at) ?? 0) : -1;
      // Threads of this position were added by the step before; the search starts anew at each.
      const end = this.add(this.start, current, count, before, code);
      if (end < 0) return true;
      count = end;
      if (code < 0) return false;
      const following = current === 0 ? half : 0;
      const width = code > 0xffff ? 2 : 1;
      const after = at + width < text.length ? (text.codePointAt(at + width) ?? 0) : -1;
      let kept = 0;
      this.nextStep();
      for (let i = 0; i < count; i++) {
        const instruction = program[threads[current + i]!]!;
        if (instruction.op !== 'set' || !instruction.matcher.test(code)) continue;
        kept = this.add(instruction.next, following, kept, code, after);
        if (kept < 0) return true;
      }
      before = code;
      at += width;
      current = following;
      count = kept;
    }
  }

  private nextStep(): void {
    if (++this.step === 0xffffffff) {
      this.added.fill(0);
      this.step = 1;
    }
  }

  /** Follows what needs no character. @returns the count of threads, −1 for a match. */
  private add(first: number, base: number, count: number, before: number, after: number): number {
    const { program, threads, added, stack } = this;
    stack.length = 0;
    stack.push(first);
    while (stack.length > 0) {
      const at = stack.pop()!;
      if (added[at] === this.step) continue;
      added[at] = this.step;
      const instruction = program[at]!;
      if (instruction.op === 'match') return -1;
      if (instruction.op === 'split') stack.push(instruction.other, instruction.next);
      else if (instruction.op === 'set') threads[base + count++] = at;
      else if (holds(instruction.assertion, before, after)) stack.push(instruction.next);
    }
    return count;
  }
}

/** @param before @param after code points beside the position; −1 for the ends of the text. */
function holds(assertion: Assertion, before: number, after: number): boolean {
  switch (assertion) {
    case 'text-start':
      return before < 0;
    case 'text-end':
      return after < 0;
    case 'line-start':
      return before < 0 || before === 10;
    case 'line-end':
      return after < 0 || after === 10;
    case 'word-boundary':
      return isWord(before) !== isWord(after);
    case 'no-word-boundary':
      return isWord(before) === isWord(after);
  }
}

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  (code >= 97 && code <= 122);
