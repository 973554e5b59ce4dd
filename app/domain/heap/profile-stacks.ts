import type { SymbolTable } from '../gosym/symbol-table';
import type { LogicalFrame } from '../gosym/pclntab';

/** A source line as a profile names it. */
export interface ProfileLine {
  /** The symbol's name, type arguments as the compiler wrote them. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** Of the func keyword. */
  readonly startLine: number;
}

/** A place in the code and the calls inlined there, innermost first. */
export interface ProfileLocation {
  /** Run-time pc inside the instruction. */
  readonly address: number;
  readonly lines: readonly ProfileLine[];
}

interface ExpandedPc extends ProfileLine {
  readonly pc: number;
  /** Of the compiled function; 0 when it is none of Go's. */
  readonly entry: number;
  readonly inlined: boolean;
}

interface Known {
  readonly location: ProfileLocation;
  /** How many pcs of a stack it stands for. */
  readonly pcs: number;
  readonly first: ExpandedPc;
}

const goexit = 'runtime.goexit';

/**
 * Turns the return addresses that the runtime records into locations, as runtime/pprof's profileBuilder does: the
 * runtime writes a pc for every inlined call, those of one place become one location, and each place is looked up
 * once.
 */
export class ProfileStacks {
  readonly #symbols: SymbolTable;
  readonly #known = new Map<number, Known>();
  readonly #expanded = new Map<number, ExpandedPc>();
  /** Thousands of goroutines stand at a few places. */
  readonly #logicalAt = new Map<number, readonly LogicalFrame[]>();
  readonly #wrapperId: number;
  readonly #unelided: ReadonlySet<number>;

  constructor(symbols: SymbolTable) {
    this.#symbols = symbols;
    const ids = findFuncIds(symbols);
    // abi.FuncIDWrapper is the last of the list, behind systemstack_switch.
    this.#wrapperId = (ids.get('runtime.systemstack_switch') ?? -2) + 1;
    this.#unelided = new Set(
      callersOfWrappers.flatMap((name) => ids.get(name) ?? []).filter((id) => id !== 0),
    );
  }

  /** @param stack return addresses, leaf first, inlined calls included. */
  locate(stack: readonly number[]): readonly ProfileLocation[] {
    const pcs = this.#expandLast(stack);
    const locations: ProfileLocation[] = [];
    let deck: ExpandedPc[] = [];
    let deckStart = 0;
    const emit = () => {
      const first = deck[0];
      if (!first) return;
      const lines = deck.map(({ function: name, file, line, startLine }) => ({
        function: name,
        file,
        line,
        startLine,
      }));
      const location = { address: first.pc, lines };
      this.#known.set(deckStart, { location, pcs: deck.length, first });
      locations.push(location);
      deck = [];
    };
    const put = (pc: number, frame: ExpandedPc) => {
      if (deck.length === 0) deckStart = pc;
      deck.push(frame);
    };
    for (let i = 0; i < pcs.length;) {
      const pc = pcs[i]!;
      const frame = this.#known.get(pc)?.first ?? this.#expand(pc);
      const before = deck[deck.length - 1];
      if (before && frame.function !== goexit && isInlinedInto(before, frame)) {
        put(pc, frame);
        i++;
        continue;
      }
      emit();
      const known = this.#known.get(pc);
      if (known) locations.push(known.location);
      else if (frame.function !== goexit) put(pc, frame);
      i += known?.pcs ?? 1;
    }
    emit();
    return locations;
  }

  /** As writeHeapProto: who allocates is the program, unless there is nobody else. */
  locateProgram(stack: readonly number[]): readonly ProfileLocation[] {
    const first = stack.findIndex((pc) => !this.#isRuntime(pc));
    const located = this.locate(first < 0 ? stack : stack.slice(first));
    return located.length > 0 ? located : this.locate(stack);
  }

  /** runtime.FuncForPC does not step back into the call. */
  #isRuntime(pc: number): boolean {
    const func = this.#symbols.find(pc);
    const name = func && func.table.logicalFrames(func, pc)[0]?.function;
    return name !== undefined && /^(runtime\.|internal\/runtime\/)/.test(name);
  }

  /**
   * Return addresses of a parked goroutine as runtime.Callers gives them.
   * @param pcs one a compiled frame, inside the call, leaf first.
   */
  callers(pcs: readonly number[]): readonly number[] {
    const found: number[] = [];
    let callee = 0;
    for (const pc of pcs) {
      for (const frame of this.#logical(pc)) {
        if (!this.#isElided(frame, callee)) found.push(frame.pc + 1);
        callee = frame.funcId;
      }
    }
    return found;
  }

  /** runtime_expandFinalInlineFrame: a stack cut at its greatest depth may have lost callers of an inlined call. */
  #expandLast(stack: readonly number[]): readonly number[] {
    const last = stack[stack.length - 1];
    const frames = last === undefined ? [] : this.#logical(last - 1);
    if (frames.length < 2) return stack;
    return [...stack.slice(0, -1), ...this.callers([last! - 1])];
  }

  #isElided({ funcId }: LogicalFrame, callee: number): boolean {
    return funcId === this.#wrapperId && !this.#unelided.has(callee);
  }

  #logical(pc: number): readonly LogicalFrame[] {
    const known = this.#logicalAt.get(pc);
    if (known) return known;
    const func = this.#symbols.find(pc);
    const frames = func ? func.table.logicalFrames(func, pc) : [];
    this.#logicalAt.set(pc, frames);
    return frames;
  }

  #expand(returnPc: number): ExpandedPc {
    const known = this.#expanded.get(returnPc);
    if (known) return known;
    const func = this.#symbols.find(returnPc);
    const pc = func && returnPc <= func.entry ? returnPc : returnPc - 1;
    const frame = func?.table.logicalFrames(func, pc)[0];
    const none = { function: '', file: '', line: 0, startLine: 0, pc, inlined: false };
    const expanded = { ...(frame ?? none), entry: func?.entry ?? 0 };
    this.#expanded.set(returnPc, expanded);
    return expanded;
  }
}

/** pcDeck.tryAdd of runtime/pprof. */
function isInlinedInto(before: ExpandedPc, frame: ExpandedPc): boolean {
  return (
    before.inlined &&
    before.entry !== 0 &&
    before.entry === frame.entry &&
    before.function !== frame.function
  );
}

/** Below these a wrapper is shown: elideWrapperCalling of the runtime. */
const callersOfWrappers = ['runtime.gopanic', 'runtime.sigpanic', 'runtime.panicwrap'];

function findFuncIds({ tables }: SymbolTable): ReadonlyMap<string, number> {
  const wanted = new Set([...callersOfWrappers, 'runtime.systemstack_switch']);
  const ids = new Map<string, number>();
  for (const table of tables) {
    for (const func of table.all()) {
      if (!wanted.has(func.name) || ids.has(func.name)) continue;
      const own = table.logicalFrames(func, func.entry);
      ids.set(func.name, own[own.length - 1]!.funcId);
    }
  }
  return ids;
}
