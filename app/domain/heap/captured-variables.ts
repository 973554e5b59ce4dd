import type {
  AddressRange,
  ClosureMade,
  Func,
  FunctionLocal,
  FunctionTable,
  GoField,
  GoType,
  VariablePlace,
} from '../gosym';
import type { RuntimeImage } from './stack-roots/runtime-image';

/** `main.(*square).area-fm`, `main.circle.area-fm`. */
const methodValue = /^(.+)\.(?:\(\*([^)]+)\)|([^.()]+))\.[^.]+-fm$/;
const isAllocator = /^runtime\.(newobject$|mallocgc)/;

/** A variable of a closure. */
export interface CapturedVariable {
  /** Without `&`, which says that the closure has its address. `X3` where nothing names it. */
  readonly name: string;
  readonly type: GoType;
  /** From the begin of the closure, whose first word is its pc. */
  readonly offset: number;
}

/**
 * What closures hold. Debug information tells from Go 1.23 on, but for variables that optimised code never has as a
 * whole. The code tells all: what makes a closure names the type it allocates, and what the closure's function loads
 * from it first goes where its variables are.
 */
export class CapturedVariables {
  readonly #image: RuntimeImage;
  readonly #runtimeType: (address: number) => GoType | undefined;
  readonly #known = new Map<number, readonly CapturedVariable[]>();
  #allocators: ReadonlySet<number> | undefined;
  /** By entry of the closure's function: all that a module's code makes. */
  readonly #madeAnywhere = new Map<FunctionTable, ReadonlyMap<number, number>>();

  /** @param runtimeType the type by the run-time address of its abi.Type. */
  constructor(image: RuntimeImage, runtimeType: (address: number) => GoType | undefined) {
    this.#image = image;
    this.#runtimeType = runtimeType;
  }

  /** In the order of their places; empty for a function that is no closure. */
  of(func: Func): readonly CapturedVariable[] {
    const known = this.#known.get(func.entry);
    if (known) return known;
    const found = this.#receiverOf(func) ?? this.#read(func);
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

  #read(func: Func): readonly CapturedVariable[] {
    const { program, snapshot } = this.#image;
    const locals = program.dwarf?.localsOf(func.entry - snapshot.header.bias) ?? [];
    const variables = new Map<number, FunctionLocal>();
    for (const local of locals) {
      const { closureOffset } = local;
      if (closureOffset !== undefined && local.type && !variables.has(closureOffset)) {
        variables.set(closureOffset, local);
      }
    }
    const fields = this.#fieldsOf(func);
    if (variables.size < fields.length) this.#findLoaded(func, fields, locals, variables);
    const captured = new Map<number, CapturedVariable>();
    for (const { name, type, offset } of fields) captured.set(offset, { name, type, offset });
    for (const [offset, { name, type }] of variables) {
      const field = captured.get(offset)?.type;
      // Large values stay in the closure: `&numbers` is then only where.
      const held = field && !isSame(type, field) ? field : type;
      if (held) captured.set(offset, { name: name.replace(/^&/, ''), type: held, offset });
    }
    return [...captured.values()].sort((a, b) => a.offset - b.offset);
  }

  /** X0 …, as the compiler calls them. */
  #fieldsOf(func: Func): readonly GoField[] {
    const address = this.#typeOf(func);
    const fields = address === undefined ? [] : (this.#runtimeType(address)?.fields ?? []);
    // struct { F uintptr; X0 …; X1 … }
    return fields[0]?.name === 'F' && fields[0].type.kind === 'uint' ? fields.slice(1) : [];
  }

  /** Address of the type that a closure is allocated as: by the function around it, or where that was inlined. */
  #typeOf({ name, entry, table }: Func): number | undefined {
    const { program, snapshot } = this.#image;
    for (const outer of outerNames(name)) {
      const symbol = program.elf.symbols.get(outer);
      if (symbol?.kind !== 'function') continue;
      const from = symbol.address + snapshot.header.bias;
      const made = this.#madeIn(table, { start: from, end: from + symbol.sizeBytes });
      const found = made.find((closure) => closure.entry === entry);
      if (found) return found.type;
    }
    let anywhere = this.#madeAnywhere.get(table);
    if (!anywhere) {
      const made = this.#madeIn(table, table.module.text);
      anywhere = new Map(made.map((closure) => [closure.entry, closure.type]));
      this.#madeAnywhere.set(table, anywhere);
    }
    return anywhere.get(entry);
  }

  #madeIn({ module: { text } }: FunctionTable, range: AddressRange): readonly ClosureMade[] {
    const { memory, architecture } = this.#image;
    const code = memory.bytes(text.start, text.end - text.start);
    this.#allocators ??= this.#findAllocators();
    return code ? architecture.closuresMadeBy(code, text.start, this.#allocators, range) : [];
  }

  #findAllocators(): ReadonlySet<number> {
    const { program, snapshot } = this.#image;
    const found = new Set<number>();
    for (const { name, address } of program.elf.symbols.values()) {
      if (isAllocator.test(name)) found.add(address + snapshot.header.bias);
    }
    return found;
  }

  /** Adds, by the offset of their field, variables that the debug information places where a field was loaded to. */
  #findLoaded(
    func: Func,
    fields: readonly GoField[],
    locals: readonly FunctionLocal[],
    variables: Map<number, FunctionLocal>,
  ): void {
    const { snapshot, architecture, memory } = this.#image;
    const code = memory.bytes(func.entry, func.table.module.text.end - func.entry);
    if (!code) return;
    const { loads, stores } = architecture.closureEntry(code);
    const begin = func.entry - snapshot.header.bias;
    const loadedTo = (register: number, before: number) =>
      loads.filter((load) => load.register === register && load.end <= before).pop();
    const storedAt = (cfaOffset: number, sizeBytes: number) => {
      for (const { at, spOffset, register } of stores) {
        const frame = func.table.spDelta(func, func.entry + at) + architecture.returnAddressBytes;
        const within = spOffset - frame - cfaOffset;
        const load = loadedTo(register, at);
        if (load && within >= 0 && within < sizeBytes) return { load, within };
      }
      return undefined;
    };
    const sourceOf = (place: VariablePlace, from: number, sizeBytes: number) => {
      if (place.kind === 'cfa-offset') return storedAt(place.cfaOffset, sizeBytes);
      const load = place.kind === 'register' ? loadedTo(place.register, from - begin) : undefined;
      return load && { load, within: 0 };
    };
    for (const local of locals) {
      const { place, from, type } = local;
      const pieces = place.kind === 'pieces' ? place.pieces : [{ offsetInside: 0, place }];
      for (const { offsetInside, place: inside } of pieces) {
        const source = sourceOf(inside, from, type?.sizeBytes ?? 0);
        if (!source) continue;
        const offset = source.load.contextOffset - source.within - offsetInside;
        const field = fields.find((each) => each.offset === offset);
        const held = source.load.isAddress ? type?.elem : type;
        if (!field || variables.has(offset) || !isSame(held, field.type)) continue;
        variables.set(offset, local);
        break;
      }
    }
  }
}

/** `main.f.func1`, `main.f` of `main.f.func1.2`; of variables' initial values the package's `init`. */
function* outerNames(name: string): Generator<string> {
  for (let i = name.length; i > 0;) {
    i = Math.max(name.lastIndexOf('.', i - 1), name.lastIndexOf('-', i - 1));
    if (i <= 0) return;
    const outer = name.slice(0, i);
    yield outer.endsWith('.glob.') ? outer.replace(/glob\.$/, 'init') : outer;
  }
}

const isSame = (a: GoType | undefined, b: GoType) =>
  a !== undefined && a.sizeBytes === b.sizeBytes && a.kind === b.kind;
