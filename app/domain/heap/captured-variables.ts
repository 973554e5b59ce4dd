import type { FirstPlace, Func, GoField, GoType } from '../gosym';
import type { RuntimeImage } from './stack-roots/runtime-image';

/** Optimised code places a captured variable only once it is loaded: places of 4 bytes from the entry looked at. */
const lookahead = 12;
/** `main.(*square).area-fm`, `main.circle.area-fm`. */
const methodValue = /^(.+)\.(?:\(\*([^)]+)\)|([^.()]+))\.[^.]+-fm$/;
/** No function has more code before it has loaded what it captured. */
const entryBytes = 1024;

/** A variable of a closure. */
export interface CapturedVariable {
  /** Without `&`, which says that the closure has its address. `X3` where nothing names it. */
  readonly name: string;
  readonly type: GoType;
  /** From the begin of the closure, whose first word is its pc. */
  readonly offset: number;
}

/**
 * What closures hold. Debug information tells from Go 1.23 on. Else the code does: what makes a closure names the
 * type it allocates, and what the closure's function loads from it first goes where its variables are.
 */
export class CapturedVariables {
  readonly #image: RuntimeImage;
  readonly #runtimeType: (address: number) => GoType | undefined;
  readonly #known = new Map<number, readonly CapturedVariable[]>();
  #types: ReadonlyMap<number, number> | undefined;

  /** @param runtimeType the type by the run-time address of its abi.Type. */
  constructor(image: RuntimeImage, runtimeType: (address: number) => GoType | undefined) {
    this.#image = image;
    this.#runtimeType = runtimeType;
  }

  /** In the order of their places; empty for a function that is no closure. */
  of(func: Func): readonly CapturedVariable[] {
    const known = this.#known.get(func.entry);
    if (known) return known;
    const found = this.#receiverOf(func) ?? this.#described(func) ?? this.#fromCode(func);
    this.#known.set(func.entry, found);
    return found;
  }

  /** A method value captures its receiver, which no variable stands for. */
  #receiverOf({ name }: Func): readonly CapturedVariable[] | undefined {
    const { dwarf } = this.#image.program;
    const method = methodValue.exec(name);
    if (!method) return undefined;
    const receiver = `${method[1]}.${method[2] ?? method[3]}`;
    const type = dwarf?.typeByName(method[2] === undefined ? receiver : `*${receiver}`);
    return type && [{ name: 'receiver', type, offset: 8 }];
  }

  #described(func: Func): readonly CapturedVariable[] | undefined {
    const { program, snapshot } = this.#image;
    const entry = func.entry - snapshot.header.bias;
    const captured = new Map<number, CapturedVariable>();
    for (let i = 0; i < lookahead; i++) {
      for (const variable of program.dwarf?.variablesAt(entry + 4 * i) ?? []) {
        const { closureOffset: offset, type } = variable;
        if (offset === undefined || !type || captured.has(offset)) continue;
        captured.set(offset, { name: shown(variable.name), type, offset });
      }
    }
    return captured.size === 0 ? undefined : inOrder(captured.values());
  }

  #fromCode(func: Func): readonly CapturedVariable[] {
    this.#types ??= this.#findTypes();
    const address = this.#types.get(func.entry);
    const fields = address === undefined ? [] : (this.#runtimeType(address)?.fields ?? []);
    // struct { F uintptr; X0 …; X1 … }
    if (fields[0]?.name !== 'F' || fields[0].type.kind !== 'uint') return [];
    const captured = fields.slice(1);
    const names = this.#namesOf(func, captured);
    return captured.map((field) => {
      const variable = names.get(field.offset);
      const type = variable?.type ?? field.type;
      return { name: variable ? shown(variable.name) : field.name, type, offset: field.offset };
    });
  }

  /** By entry of the closure's function. */
  #findTypes(): ReadonlyMap<number, number> {
    const { symbols, memory, architecture, addressOf } = this.#image;
    const found = new Map<number, number>();
    const allocator = addressOf('runtime.newobject');
    if (allocator === undefined) return found;
    for (const { text } of symbols.modules) {
      const code = memory.bytes(text.start, text.end - text.start);
      if (!code) continue;
      for (const { entry, type } of architecture.closuresMadeBy(code, text.start, allocator)) {
        found.set(entry, type);
      }
    }
    return found;
  }

  /** Variables by the offset of their field, of those that the debug information places where a field was loaded to. */
  #namesOf(func: Func, fields: readonly GoField[]): ReadonlyMap<number, FirstPlace> {
    const { program, snapshot, architecture, memory } = this.#image;
    const names = new Map<number, FirstPlace>();
    const most = func.table.module.text.end - func.entry;
    const code = memory.bytes(func.entry, Math.min(entryBytes, most));
    if (!code) return names;
    const { loads, stores } = architecture.closureEntry(code);
    const lastLoad = (register: number, before: number) =>
      loads.filter((load) => load.register === register && load.end <= before).pop()?.contextOffset;
    const begin = func.entry - snapshot.header.bias;

    const offsetOf = ({ place, pc, type }: FirstPlace): number | undefined => {
      const pieces = place.kind === 'pieces' ? place.pieces : [{ offsetInside: 0, place }];
      for (const { offsetInside, place: inside } of pieces) {
        if (inside.kind === 'register') {
          const offset = lastLoad(inside.register, pc - begin);
          if (offset !== undefined) return offset - offsetInside;
        }
        if (inside.kind !== 'cfa-offset') continue;
        for (const { at, spOffset, register } of stores) {
          const frame = func.table.spDelta(func, func.entry + at) + architecture.returnAddressBytes;
          const within = spOffset - frame - inside.cfaOffset;
          if (within < 0 || within >= (type?.sizeBytes ?? 8)) continue;
          const offset = lastLoad(register, at);
          if (offset !== undefined) return offset - offsetInside - within;
        }
      }
      return undefined;
    };
    for (const variable of program.dwarf?.firstPlaces(begin) ?? []) {
      const offset = offsetOf(variable);
      const field = fields.find((each) => each.offset === offset);
      if (field && !names.has(field.offset) && isSame(variable.type, field.type)) {
        names.set(field.offset, variable);
      }
    }
    return names;
  }
}

const isSame = (a: GoType | undefined, b: GoType) =>
  a !== undefined && a.sizeBytes === b.sizeBytes && a.kind === b.kind;

const shown = (name: string) => name.replace(/^&/, '');

const inOrder = (captured: Iterable<CapturedVariable>) =>
  [...captured].sort((a, b) => a.offset - b.offset);
