import { ByteReader } from '../byte-reader';
import { attribute, form } from './constants';
import { readForm, type FormValue } from './forms';
import type { Sections } from './sections';
import type { Unit } from './units';

/** One debugging information entry, all attributes read. */
export interface Entry {
  readonly offset: number;
  readonly unit: Unit;
  readonly tag: number;
  readonly hasChildren: boolean;
  /** Offset of what follows: its first child, or its sibling when it has none. */
  readonly next: number;
  readonly attributes: ReadonlyMap<number, FormValue>;
}

/** `'end'` is the null entry that closes a list of children. */
export function readEntry(
  sections: Sections,
  unit: Unit,
  offset: number,
): Entry | 'end' | undefined {
  if (offset < unit.firstEntry) return undefined;
  const reader = new ByteReader(sections.info, offset, unit.end);
  const code = reader.uleb();
  if (reader.overran) return undefined;
  if (code === 0) return 'end';
  const abbreviation = unit.abbreviations.get(code);
  if (abbreviation === undefined) return undefined;
  const attributes = new Map<number, FormValue>();
  let highPcIsLength = false;
  for (const spec of abbreviation.attributes) {
    attributes.set(spec.attribute, readForm(reader, unit, sections, spec));
    if (spec.attribute === attribute.highPc) highPcIsLength = !isAddressForm(spec.form);
  }
  if (reader.overran) return undefined;
  if (highPcIsLength) {
    const low = attributes.get(attribute.lowPc);
    const length = attributes.get(attribute.highPc);
    if (typeof low === 'number' && typeof length === 'number') {
      attributes.set(attribute.highPc, low + length);
    }
  }
  const { tag, hasChildren } = abbreviation;
  return { offset, unit, tag, hasChildren, next: reader.at, attributes };
}

export function getNumber(entry: Entry, name: number): number | undefined {
  const value = entry.attributes.get(name);
  return typeof value === 'number' ? value : undefined;
}

export function getText(entry: Entry, name: number): string | undefined {
  const value = entry.attributes.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** Direct children, in order; ends quietly where the bytes do. */
export function* childrenOf(sections: Sections, parent: Entry): Generator<Entry> {
  if (!parent.hasChildren) return;
  let depth = 0;
  let at = parent.next;
  for (;;) {
    const entry = readEntry(sections, parent.unit, at);
    if (entry === undefined) return;
    if (entry === 'end') {
      if (depth-- === 0) return;
      at += 1;
      continue;
    }
    if (depth === 0) yield entry;
    if (entry.hasChildren) depth++;
    at = entry.next;
  }
}

/** DW_AT_high_pc is an address or a length, by the class of its form (DWARF 4, 2.17.2). */
export function isAddressForm(attributeForm: number): boolean {
  return (
    attributeForm === form.addr ||
    attributeForm === form.addrx ||
    (attributeForm >= form.addrx1 && attributeForm <= form.addrx4)
  );
}
