import { ByteReader } from '../byte-reader';
import { decodeAbbreviations, type AbbreviationTable } from './abbreviations';
import { attribute, tag } from './constants';
import type { Sections } from './sections';
import { readForm } from './forms';

/** One compilation unit: what its entries need to be read. Offsets are into .debug_info. */
export interface Unit {
  readonly start: number;
  /** Of its root entry. */
  readonly firstEntry: number;
  readonly end: number;
  readonly version: number;
  readonly addressBytes: number;
  /** 8 in 64-bit DWARF. */
  readonly offsetBytes: 4 | 8;
  readonly abbreviations: AbbreviationTable;
  readonly lowPc: number;
  readonly addrBase: number;
  readonly strOffsetsBase: number;
  readonly rnglistsBase: number;
  readonly loclistsBase: number;
}

/** Units with versions 2 to 5; others, and type units, are skipped. Stops where a header is cut. */
export function decodeUnits(sections: Sections): readonly Unit[] {
  const units: Unit[] = [];
  const tables = new Map<number, AbbreviationTable>();
  const reader = new ByteReader(sections.info);
  while (!reader.done) {
    const start = reader.at;
    let length = reader.u32();
    const offsetBytes = length === 0xffffffff ? 8 : 4;
    if (offsetBytes === 8) length = reader.u64();
    const end = reader.at + length;
    if (reader.overran || end > sections.info.length) break;
    const version = reader.u16();
    const unitType = version >= 5 ? reader.u8() : 1;
    let addressBytes = version >= 5 ? reader.u8() : 0;
    const abbreviationOffset = reader.unsigned(offsetBytes);
    if (version < 5) addressBytes = reader.u8();
    const firstEntry = reader.at;
    reader.at = end;
    const readable = version >= 2 && version <= 5 && unitType === 1;
    if (!readable || (addressBytes !== 8 && addressBytes !== 4)) continue;
    let abbreviations = tables.get(abbreviationOffset);
    if (abbreviations === undefined) {
      abbreviations = decodeAbbreviations(sections.abbrev, abbreviationOffset);
      tables.set(abbreviationOffset, abbreviations);
    }
    const unit = { start, firstEntry, end, version, addressBytes, offsetBytes, abbreviations };
    units.push(withBases(sections, { ...unit, offsetBytes: offsetBytes }));
  }
  return units;
}

type Bases = 'lowPc' | 'addrBase' | 'strOffsetsBase' | 'rnglistsBase' | 'loclistsBase';

/** Bases may follow the attributes that need them: two passes over the root entry. */
function withBases(sections: Sections, header: Omit<Unit, Bases>): Unit {
  const wide = header.offsetBytes === 8;
  const base = {
    lowPc: 0,
    addrBase: wide ? 16 : 8,
    strOffsetsBase: wide ? 16 : 8,
    rnglistsBase: wide ? 20 : 12,
    loclistsBase: wide ? 20 : 12,
  };
  let unit: Unit = { ...header, ...base };
  for (let pass = 0; pass < 2; pass++) {
    const reader = new ByteReader(sections.info, header.firstEntry, header.end);
    const root = header.abbreviations.get(reader.uleb());
    if (root?.tag !== tag.compileUnit) return unit;
    for (const spec of root.attributes) {
      const value = readForm(reader, unit, sections, spec);
      if (typeof value !== 'number') continue;
      if (spec.attribute === attribute.lowPc) base.lowPc = value;
      else if (spec.attribute === attribute.addrBase) base.addrBase = value;
      else if (spec.attribute === attribute.strOffsetsBase) base.strOffsetsBase = value;
      else if (spec.attribute === attribute.rnglistsBase) base.rnglistsBase = value;
      else if (spec.attribute === attribute.loclistsBase) base.loclistsBase = value;
    }
    unit = { ...header, ...base };
  }
  return unit;
}
