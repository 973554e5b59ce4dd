import { attribute, tag } from './constants';
import { childrenOf, getNumber, getText, readEntry, type Entry } from './entries';
import type { GoField, GoKind, GoType } from './model';
import type { Sections } from './sections';
import type { Unit } from './units';

/** A chain of typedefs this long is a loop in a corrupt file. */
const maxTypedefs = 16;

/** Decodes types on demand and keeps them, so that one entry is one object. */
export class TypeTable {
  readonly #sections: Sections;
  readonly #unitOf: (offset: number) => Unit | undefined;
  readonly #types = new Map<number, DwarfType | undefined>();

  /** Address of runtime.types, from which DW_AT_go_runtime_type counts. */
  readonly runtimeTypesBase: number;

  constructor(
    sections: Sections,
    unitOf: (offset: number) => Unit | undefined,
    runtimeTypesBase: number,
  ) {
    this.#sections = sections;
    this.#unitOf = unitOf;
    this.runtimeTypesBase = runtimeTypesBase;
  }

  /** The type at an entry, behind any typedefs of plain types. */
  at(offset: number | undefined): GoType | undefined {
    if (offset === undefined) return undefined;
    if (this.#types.has(offset)) return this.#types.get(offset);
    let entry = this.entryAt(offset);
    for (let i = 0; i < maxTypedefs && entry && isTransparent(entry); i++) {
      const target = getNumber(entry, attribute.type);
      entry = target === undefined ? undefined : this.entryAt(target);
    }
    if (entry === undefined || isTransparent(entry)) {
      this.#types.set(offset, undefined);
      return undefined;
    }
    // Another typedef may have led here before.
    const type = this.#types.get(entry.offset) ?? new DwarfType(entry, this);
    this.#types.set(entry.offset, type);
    this.#types.set(offset, type);
    return type;
  }

  entryAt(offset: number): Entry | undefined {
    const unit = this.#unitOf(offset);
    const entry = unit && readEntry(this.#sections, unit, offset);
    return entry === 'end' ? undefined : entry;
  }

  childrenOf(entry: Entry): Iterable<Entry> {
    return childrenOf(this.#sections, entry);
  }
}

class DwarfType implements GoType {
  readonly dieOffset: number;
  readonly name: string;
  readonly kind: GoKind;
  readonly goKind: number;
  readonly #entry: Entry;
  readonly #table: TypeTable;
  #fields: readonly GoField[] | undefined;
  #count: number | undefined;
  #size: number | undefined;

  constructor(entry: Entry, table: TypeTable) {
    this.#entry = entry;
    this.#table = table;
    this.dieOffset = entry.offset;
    this.name = getText(entry, attribute.name) ?? '';
    this.goKind = (getNumber(entry, attribute.goKind) ?? 0) & 31;
    this.kind = goKinds[this.goKind] ?? kindOfTag(entry);
  }

  get sizeBytes(): number {
    if (this.#size !== undefined) return this.#size;
    this.#size = 0; // an array of itself in a corrupt file ends here
    return (this.#size = getNumber(this.#entry, attribute.byteSize) ?? this.#impliedSize());
  }

  get fields(): readonly GoField[] {
    if (this.#fields !== undefined) return this.#fields;
    if (this.kind === 'interface') return (this.#fields = this.representation?.fields ?? []);
    const fields: GoField[] = [];
    for (const child of this.#table.childrenOf(this.#entry)) {
      if (child.tag !== tag.member) continue;
      const type = this.#table.at(getNumber(child, attribute.type));
      if (type === undefined) continue;
      fields.push({
        name: getText(child, attribute.name) ?? '',
        offset: getNumber(child, attribute.dataMemberLocation) ?? 0,
        type,
        embedded: (getNumber(child, attribute.goEmbeddedField) ?? 0) !== 0,
      });
    }
    return (this.#fields = fields);
  }

  get elem(): GoType | undefined {
    switch (this.kind) {
      case 'pointer':
      case 'array':
        return this.#table.at(getNumber(this.#entry, attribute.type));
      case 'slice':
      case 'map':
      case 'chan':
        return this.#table.at(getNumber(this.#entry, attribute.goElem));
      default:
        return undefined;
    }
  }

  get key(): GoType | undefined {
    return this.#table.at(getNumber(this.#entry, attribute.goKey));
  }

  get count(): number | undefined {
    if (this.kind !== 'array') return undefined;
    if (this.#count !== undefined) return this.#count;
    this.#count = 0;
    for (const child of this.#table.childrenOf(this.#entry)) {
      if (child.tag !== tag.subrangeType) continue;
      const upper = getNumber(child, attribute.upperBound);
      this.#count =
        getNumber(child, attribute.count) ?? (upper === undefined ? 0 : Math.max(0, upper + 1));
      break;
    }
    return this.#count;
  }

  get representation(): GoType | undefined {
    if (this.kind === 'interface') return this.#table.at(getNumber(this.#entry, attribute.type));
    if (this.kind !== 'map' && this.kind !== 'chan') return undefined;
    const pointer = this.#table.at(getNumber(this.#entry, attribute.type));
    return pointer?.kind === 'pointer' ? pointer.elem : pointer;
  }

  get runtimeType(): number | undefined {
    const offset = getNumber(this.#entry, attribute.goRuntimeType) ?? 0;
    return offset === 0 ? undefined : this.#table.runtimeTypesBase + offset;
  }

  #impliedSize(): number {
    if (this.kind === 'array') return (this.elem?.sizeBytes ?? 0) * (this.count ?? 0);
    if (this.kind === 'interface') return 16;
    return pointerSized.has(this.kind) ? this.#entry.unit.addressBytes : 0;
  }
}

const pointerSized: ReadonlySet<GoKind> = new Set([
  'pointer',
  'unsafe-pointer',
  'map',
  'chan',
  'func',
]);

/** Index: reflect.Kind, 0 for "not recorded". */
const goKinds: readonly (GoKind | undefined)[] = [
  undefined,
  'bool',
  ...(['int', 'int', 'int', 'int', 'int'] as const),
  ...(['uint', 'uint', 'uint', 'uint', 'uint', 'uint'] as const),
  ...(['float', 'float', 'complex', 'complex'] as const),
  ...(['array', 'chan', 'func', 'interface', 'map'] as const),
  ...(['pointer', 'slice', 'string', 'struct', 'unsafe-pointer'] as const),
];

/** For entries without DW_AT_go_kind: C units, and what the linker makes for the runtime's sake. */
function kindOfTag(entry: Entry): GoKind {
  switch (entry.tag) {
    case tag.pointerType:
      return getNumber(entry, attribute.type) === undefined ? 'unsafe-pointer' : 'pointer';
    case tag.structureType:
      return 'struct';
    case tag.unionType:
      return 'union';
    case tag.arrayType:
      return 'array';
    case tag.subroutineType:
      return 'func';
    case tag.enumerationType:
      return 'enum';
    case tag.baseType:
      return kindOfEncoding(getNumber(entry, attribute.encoding) ?? 0);
    default:
      return 'unknown';
  }
}

/** DW_ATE_*: DWARF 5, figure 7.11. */
function kindOfEncoding(encoding: number): GoKind {
  switch (encoding) {
    case 2:
      return 'bool';
    case 3:
      return 'complex';
    case 4:
      return 'float';
    case 5:
    case 6:
      return 'int';
    case 7:
    case 8:
      return 'uint';
    default:
      return 'unknown';
  }
}

function isTransparent(entry: Entry): boolean {
  if (entry.tag === tag.constType || entry.tag === tag.volatileType) return true;
  return entry.tag === tag.typedef && getNumber(entry, attribute.goKind) === undefined;
}
