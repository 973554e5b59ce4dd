import type { Elf } from '../elf';
import { attribute, tag } from './constants';
import { buildDebugIndex, type DebugIndex } from './debug-index';
import { getNumber, getText } from './entries';
import { decodeFunctionVariables, type ScopedVariable } from './functions';
import { decodeLocation } from './location';
import type {
  Dwarf,
  FunctionLocal,
  GlobalVariable,
  GoType,
  LocalVariable,
  StackSlotName,
  StructLayout,
  VariablePlace,
} from './model';
import { openSections, type Sections } from './sections';
import { TypeTable } from './types';
import { decodeUnits, type Unit } from './units';

/** Reads DWARF 4 and 5 as Go emits it; undefined when the executable carries none. */
export function openDwarf(elf: Elf): Dwarf | undefined {
  if (!elf.hasDwarf) return undefined;
  // The linker writes DW_AT_go_runtime_type relative to this symbol, in all Go versions we read.
  const runtimeTypes = elf.symbols.get('runtime.types')?.address ?? 0;
  return new DebugInformation(openSections(elf), runtimeTypes);
}

class DebugInformation implements Dwarf {
  readonly #sections: Sections;
  readonly #index: DebugIndex;
  readonly #types: TypeTable;
  readonly #functions = new Map<number, readonly ScopedVariable[]>();
  #globals: readonly GlobalVariable[] | undefined;
  #typesByName: ReadonlyMap<string, number> | undefined;

  constructor(sections: Sections, runtimeTypes: number) {
    this.#sections = sections;
    this.#index = buildDebugIndex(sections, decodeUnits(sections));
    this.#types = new TypeTable(sections, (offset) => this.#unitOf(offset), runtimeTypes);
  }

  get globals(): readonly GlobalVariable[] {
    return (this.#globals ??= this.#decodeGlobals());
  }

  typeAt(dieOffset: number): GoType | undefined {
    return this.#types.at(dieOffset);
  }

  typeByName(name: string): GoType | undefined {
    this.#typesByName ??= this.#indexTypeNames();
    return this.#types.at(this.#typesByName.get(name));
  }

  typeByRuntimeAddress(address: number): GoType | undefined {
    return this.#types.at(this.#index.runtimeTypes.get(address - this.#types.runtimeTypesBase));
  }

  layoutOf(typeName: string): StructLayout | undefined {
    const type = this.typeByName(typeName);
    if (type === undefined || type.fields.length === 0) return undefined;
    const fields: Record<string, readonly [number, number]> = {};
    for (const field of type.fields) {
      if (field.name !== '_') fields[field.name] = [field.offset, field.type.sizeBytes];
    }
    return { size: type.sizeBytes, fields };
  }

  variablesAt(pc: number): readonly LocalVariable[] {
    const variables: LocalVariable[] = [];
    for (const variable of this.#variablesOfFunction(pc)) {
      if (!isInScope(variable, pc)) continue;
      const found = variable.places.find(({ low, high }) => pc >= low && pc < high);
      const place: VariablePlace = found?.place ?? { kind: 'unavailable' };
      const { name, role, inlinedFrom, declarationLine, closureOffset } = variable;
      const type = this.#types.at(variable.typeOffset);
      variables.push({ name, role, type, place, inlinedFrom, declarationLine, closureOffset });
    }
    return variables;
  }

  localsOf(pc: number): readonly FunctionLocal[] {
    return this.#variablesOfFunction(pc).flatMap((variable) => {
      const { name, role, inlinedFrom, typeOffset, places, closureOffset } = variable;
      if (role !== 'local' || inlinedFrom !== undefined || places.length === 0) return [];
      const { place, low } = places.reduce((a, b) => (b.low < a.low ? b : a));
      return [{ name, type: this.#types.at(typeOffset), closureOffset, place, from: low }];
    });
  }

  nameStackSlot(pc: number, offsetFromCfa: number): StackSlotName | undefined {
    let elsewhere: StackSlotName | undefined;
    let here: StackSlotName | undefined;
    for (const variable of this.#variablesOfFunction(pc)) {
      const type = this.#types.at(variable.typeOffset);
      const inScope = isInScope(variable, pc);
      for (const { low, high, place } of variable.places) {
        const atPc = inScope && pc >= low && pc < high;
        if (!atPc && elsewhere !== undefined) continue;
        const hit = hitBy(place, offsetFromCfa, type?.sizeBytes ?? 0);
        if (hit === undefined) continue;
        const { name, role, inlinedFrom } = variable;
        const certainty = atPc ? 'here' : 'elsewhere';
        const slot: StackSlotName = { name, type, ...hit, role, inlinedFrom, certainty };
        // Inner scopes come later and win: a slot of an outer variable is not reused inside.
        if (atPc) here = slot;
        else elsewhere = slot;
      }
    }
    return here ?? elsewhere;
  }

  #variablesOfFunction(pc: number): readonly ScopedVariable[] {
    const { low, high, offset } = this.#index.functions;
    const i = upperBound(low, pc) - 1;
    if (i < 0 || pc >= high[i]!) return [];
    const at = offset[i]!;
    const known = this.#functions.get(at);
    if (known) return known;
    const entry = this.#types.entryAt(at);
    const variables = entry ? decodeFunctionVariables(this.#sections, this.#types, entry) : [];
    this.#functions.set(at, variables);
    return variables;
  }

  #decodeGlobals(): readonly GlobalVariable[] {
    const globals: GlobalVariable[] = [];
    for (const offset of this.#index.variables) {
      const entry = this.#types.entryAt(offset);
      const expression = entry?.attributes.get(attribute.location);
      if (entry === undefined || !(expression instanceof Uint8Array)) continue;
      const place = decodeLocation(expression, entry.unit, this.#sections);
      const name = getText(entry, attribute.name);
      if (place.kind !== 'address' || name === undefined) continue;
      const type = this.#types.at(getNumber(entry, attribute.type));
      globals.push({ name, address: place.address, type });
    }
    return globals;
  }

  /** A type and its typedef share a name: the type itself is kept. */
  #indexTypeNames(): ReadonlyMap<string, number> {
    const names = new Map<string, number>();
    const typedefs = new Set<string>();
    for (const offset of this.#index.types) {
      const entry = this.#types.entryAt(offset);
      const name = entry && getText(entry, attribute.name);
      if (entry === undefined || name === undefined) continue;
      const isTypedef = entry.tag === tag.typedef;
      if (names.has(name) && (isTypedef || !typedefs.has(name))) continue;
      names.set(name, offset);
      if (isTypedef) typedefs.add(name);
      else typedefs.delete(name);
    }
    return names;
  }

  #unitOf(offset: number): Unit | undefined {
    const { units } = this.#index;
    let low = 0;
    let high = units.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (units[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    const unit = units[low - 1];
    return unit && offset < unit.end ? unit : undefined;
  }
}

function isInScope({ scope }: ScopedVariable, pc: number): boolean {
  return scope === undefined || scope.some(({ low, high }) => pc >= low && pc < high);
}

/** Whether a word at CFA + `offset` belongs to a variable of `sizeBytes` at `place`. */
function hitBy(
  place: VariablePlace,
  offset: number,
  sizeBytes: number,
): { offsetInside: number; indirect: boolean } | undefined {
  switch (place.kind) {
    case 'cfa-offset': {
      const inside = offset - place.cfaOffset;
      return inside >= 0 && inside < sizeBytes
        ? { offsetInside: inside, indirect: false }
        : undefined;
    }
    case 'indirect':
      return offset === place.cfaOffset ? { offsetInside: 0, indirect: true } : undefined;
    case 'pieces':
      for (const piece of place.pieces) {
        const hit = hitBy(piece.place, offset, piece.sizeBytes);
        if (hit) return { ...hit, offsetInside: piece.offsetInside + hit.offsetInside };
      }
      return undefined;
    case 'register':
    case 'address':
    case 'unavailable':
      return undefined;
  }
}

/** First index whose value is greater than `wanted`. */
function upperBound(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
