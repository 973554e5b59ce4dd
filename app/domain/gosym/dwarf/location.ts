import { ByteReader } from '../byte-reader';
import { addressAt } from './forms';
import type { VariablePiece, VariablePlace } from './model';
import type { Sections } from './sections';
import type { Unit } from './units';

const unavailable: VariablePlace = { kind: 'unavailable' };

/** DW_OP_* that Go emits (cmd/internal/dwarf). */
const op = {
  addr: 0x03,
  deref: 0x06,
  constu: 0x10,
  consts: 0x11,
  plus: 0x22,
  plusUconst: 0x23,
  reg0: 0x50,
  reg31: 0x6f,
  regx: 0x90,
  fbreg: 0x91,
  piece: 0x93,
  callFrameCfa: 0x9c,
  addrx: 0xa1,
} as const;

/**
 * A location expression as a place. Go's frame base is always the CFA, so DW_OP_fbreg counts from it.
 * An expression with anything else in it (C units) is `unavailable`.
 */
export function decodeLocation(
  expression: Uint8Array,
  unit: Unit,
  sections: Sections,
): VariablePlace {
  const reader = new ByteReader(expression);
  const pieces: VariablePiece[] = [];
  let place: VariablePlace = unavailable;
  let pending = 0;
  let offsetInside = 0;
  while (!reader.done) {
    const code = reader.u8();
    if (code === op.fbreg) place = { kind: 'cfa-offset', cfaOffset: reader.sleb() };
    else if (code === op.callFrameCfa) place = { kind: 'cfa-offset', cfaOffset: 0 };
    else if (code >= op.reg0 && code <= op.reg31) {
      place = { kind: 'register', register: code - op.reg0 };
    } else if (code === op.regx) place = { kind: 'register', register: reader.uleb() };
    else if (code === op.addr) {
      place = { kind: 'address', address: reader.unsigned(unit.addressBytes) };
    } else if (code === op.addrx) {
      place = { kind: 'address', address: addressAt(sections, unit, reader.uleb()) };
    } else if (code === op.consts) pending = reader.sleb();
    else if (code === op.constu) pending = reader.uleb();
    else if (code === op.plus) place = movedBy(place, pending);
    else if (code === op.plusUconst) place = movedBy(place, reader.uleb());
    else if (code === op.deref) place = dereferenced(place);
    else if (code === op.piece) {
      const sizeBytes = reader.uleb();
      pieces.push({ offsetInside, sizeBytes, place });
      offsetInside += sizeBytes;
      place = unavailable;
    } else return unavailable;
  }
  if (reader.overran) return unavailable;
  return pieces.length === 0 ? place : { kind: 'pieces', pieces };
}

function movedBy(place: VariablePlace, bytes: number): VariablePlace {
  if (place.kind === 'cfa-offset') return { ...place, cfaOffset: place.cfaOffset + bytes };
  if (place.kind === 'address') return { ...place, address: place.address + bytes };
  return unavailable;
}

function dereferenced(place: VariablePlace): VariablePlace {
  return place.kind === 'cfa-offset'
    ? { kind: 'indirect', cfaOffset: place.cfaOffset }
    : unavailable;
}
