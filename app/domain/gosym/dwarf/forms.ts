import { ByteReader, cstringAt } from '../byte-reader';
import type { AttributeSpec } from './abbreviations';
import { form } from './constants';
import type { Sections } from './sections';
import type { Unit } from './units';

/** A number (constants, addresses, flags, offsets), a text, or the bytes of an expression. */
export type FormValue = number | string | Uint8Array | undefined;

/** Reads one attribute. References become offsets into .debug_info; indices are resolved. */
export function readForm(
  reader: ByteReader,
  unit: Unit,
  sections: Sections,
  spec: AttributeSpec,
): FormValue {
  switch (spec.form) {
    case form.addr:
      return reader.unsigned(unit.addressBytes);
    case form.data1:
    case form.flag:
      return reader.u8();
    case form.data2:
      return reader.u16();
    case form.data4:
      return reader.u32();
    case form.data8:
    case form.refSig8:
    case form.refSup8:
      return reader.u64();
    case form.refSup4:
      return reader.u32();
    case form.sdata:
      return reader.sleb();
    case form.udata:
      return reader.uleb();
    case form.flagPresent:
      return 1;
    case form.implicitConst:
      return spec.implicit;
    case form.string:
      return reader.cstring();
    case form.strp:
      return cstringAt(sections.str, reader.unsigned(unit.offsetBytes));
    case form.lineStrp:
      return cstringAt(sections.lineStr, reader.unsigned(unit.offsetBytes));
    case form.strpSup:
      reader.skip(unit.offsetBytes);
      return undefined;
    case form.secOffset:
      return reader.unsigned(unit.offsetBytes);
    case form.refAddr:
      // DWARF 2 made it the size of an address (7.5.4 of the later standards changed that).
      return reader.unsigned(unit.version === 2 ? unit.addressBytes : unit.offsetBytes);
    case form.ref1:
      return unit.start + reader.u8();
    case form.ref2:
      return unit.start + reader.u16();
    case form.ref4:
      return unit.start + reader.u32();
    case form.ref8:
      return unit.start + reader.u64();
    case form.refUdata:
      return unit.start + reader.uleb();
    case form.block1:
      return takeBlock(reader, reader.u8());
    case form.block2:
      return takeBlock(reader, reader.u16());
    case form.block4:
      return takeBlock(reader, reader.u32());
    case form.block:
    case form.exprloc:
      return takeBlock(reader, reader.uleb());
    case form.data16:
      return takeBlock(reader, 16);
    case form.addrx:
      return addressAt(sections, unit, reader.uleb());
    case form.addrx1:
      return addressAt(sections, unit, reader.u8());
    case form.addrx2:
      return addressAt(sections, unit, reader.u16());
    case form.addrx3:
      return addressAt(sections, unit, reader.u24());
    case form.addrx4:
      return addressAt(sections, unit, reader.u32());
    case form.strx:
      return indexedString(sections, unit, reader.uleb());
    case form.strx1:
      return indexedString(sections, unit, reader.u8());
    case form.strx2:
      return indexedString(sections, unit, reader.u16());
    case form.strx3:
      return indexedString(sections, unit, reader.u24());
    case form.strx4:
      return indexedString(sections, unit, reader.u32());
    case form.loclistx:
      return indexedOffset(sections.loclists, unit.loclistsBase, unit, reader.uleb());
    case form.rnglistx:
      return indexedOffset(sections.rnglists, unit.rnglistsBase, unit, reader.uleb());
    case form.indirect:
      return readForm(reader, unit, sections, { ...spec, form: directForm(reader) });
    default:
      reader.skip(Infinity); // unknown form: its length is unknown too, the entry cannot be read on
      return undefined;
  }
}

/** Moves past one attribute without making anything of it. */
export function skipForm(reader: ByteReader, unit: Unit, attributeForm: number): void {
  switch (attributeForm) {
    case form.flagPresent:
    case form.implicitConst:
      return;
    case form.data1:
    case form.flag:
    case form.ref1:
    case form.strx1:
    case form.addrx1:
      return reader.skip(1);
    case form.data2:
    case form.ref2:
    case form.strx2:
    case form.addrx2:
      return reader.skip(2);
    case form.strx3:
    case form.addrx3:
      return reader.skip(3);
    case form.data4:
    case form.ref4:
    case form.strx4:
    case form.addrx4:
    case form.refSup4:
      return reader.skip(4);
    case form.data8:
    case form.ref8:
    case form.refSig8:
    case form.refSup8:
      return reader.skip(8);
    case form.data16:
      return reader.skip(16);
    case form.addr:
      return reader.skip(unit.addressBytes);
    case form.refAddr:
      return reader.skip(unit.version === 2 ? unit.addressBytes : unit.offsetBytes);
    case form.strp:
    case form.lineStrp:
    case form.strpSup:
    case form.secOffset:
      return reader.skip(unit.offsetBytes);
    case form.string:
      return reader.skipCstring();
    case form.sdata:
    case form.udata:
    case form.refUdata:
    case form.strx:
    case form.addrx:
    case form.loclistx:
    case form.rnglistx:
      return reader.skipLeb();
    case form.block1:
      return reader.skip(reader.u8());
    case form.block2:
      return reader.skip(reader.u16());
    case form.block4:
      return reader.skip(reader.u32());
    case form.block:
    case form.exprloc:
      return reader.skip(reader.uleb());
    case form.indirect:
      return skipForm(reader, unit, directForm(reader));
    default:
      return reader.skip(Infinity);
  }
}

/** Entry `index` of the unit's part of .debug_addr; 0 when it lies outside. */
export function addressAt(sections: Sections, unit: Unit, index: number): number {
  const reader = new ByteReader(sections.addr, unit.addrBase + index * unit.addressBytes);
  return reader.unsigned(unit.addressBytes);
}

function indexedString(sections: Sections, unit: Unit, index: number): string {
  const at = unit.strOffsetsBase + index * unit.offsetBytes;
  const reader = new ByteReader(sections.strOffsets, at);
  const offset = reader.unsigned(unit.offsetBytes);
  return reader.overran ? '' : cstringAt(sections.str, offset);
}

function indexedOffset(section: Uint8Array, base: number, unit: Unit, index: number): number {
  const reader = new ByteReader(section, base + index * unit.offsetBytes);
  return base + reader.unsigned(unit.offsetBytes);
}

/** Indirection to indirection means nothing: refused, so that no chain of them recurses deeply. */
function directForm(reader: ByteReader): number {
  const direct = reader.uleb();
  return direct === form.indirect || direct === form.implicitConst ? 0 : direct;
}

function takeBlock(reader: ByteReader, length: number): Uint8Array {
  const start = reader.at;
  reader.skip(length);
  return reader.bytes.subarray(start, reader.overran ? start : reader.at);
}
