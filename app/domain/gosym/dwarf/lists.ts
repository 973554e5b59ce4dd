import { ByteReader } from '../byte-reader';
import { addressAt } from './forms';
import type { Sections } from './sections';
import type { Unit } from './units';

/** Pcs [low, high), in the file. */
export interface PcRange {
  readonly low: number;
  readonly high: number;
}

export interface LocationEntry extends PcRange {
  readonly expression: Uint8Array;
}

/** More entries than any function has: a longer list is corrupt and cut there. */
const maxEntries = 1 << 16;
/** Marks a base address selection in DWARF 4 lists: all ones, of which a float keeps the top. */
const baseSelection = 2 ** 63;

/** A list of .debug_ranges (DWARF 4) or .debug_rnglists (DWARF 5), at an offset of its section. */
export function decodeRanges(sections: Sections, unit: Unit, offset: number): readonly PcRange[] {
  if (unit.version < 5) return walkPairs(sections.ranges, unit, offset, () => undefined);
  const reader = new ByteReader(sections.rnglists, offset);
  return walkLists(reader, sections, unit, rangeEntryKinds, () => undefined);
}

/** A list of .debug_loc (DWARF 4) or .debug_loclists (DWARF 5), at an offset of its section. */
export function decodeLocationList(
  sections: Sections,
  unit: Unit,
  offset: number,
): readonly LocationEntry[] {
  const block = (reader: ByteReader, length: number) => {
    const start = reader.at;
    reader.skip(length);
    return reader.bytes.subarray(start, reader.at);
  };
  const entries =
    unit.version < 5
      ? walkPairs(sections.loc, unit, offset, (reader) => block(reader, reader.u16()))
      : walkLists(
          new ByteReader(sections.loclists, offset),
          sections,
          unit,
          locationEntryKinds,
          (reader) => block(reader, reader.uleb()),
        );
  return entries.flatMap(({ low, high, expression }) =>
    expression === undefined ? [] : [{ low, high, expression }],
  );
}

interface ListEntry extends PcRange {
  readonly expression: Uint8Array | undefined;
}

type Payload = (reader: ByteReader) => Uint8Array | undefined;

function walkPairs(section: Uint8Array, unit: Unit, offset: number, payload: Payload): ListEntry[] {
  const entries: ListEntry[] = [];
  const reader = new ByteReader(section, offset);
  let base = unit.lowPc;
  while (entries.length < maxEntries) {
    const low = reader.unsigned(unit.addressBytes);
    const high = reader.unsigned(unit.addressBytes);
    if (reader.overran || (low === 0 && high === 0)) break;
    if (low >= baseSelection) base = high;
    else entries.push({ low: base + low, high: base + high, expression: payload(reader) });
  }
  return entries;
}

type EntryKind =
  | 'base-addressx'
  | 'startx-endx'
  | 'startx-length'
  | 'offset-pair'
  | 'default'
  | 'base-address'
  | 'start-end'
  | 'start-length';

/** DW_RLE_* by number; 0 ends the list (DWARF 5, 7.25). */
const rangeEntryKinds: readonly (EntryKind | undefined)[] = [
  undefined,
  ...(['base-addressx', 'startx-endx', 'startx-length', 'offset-pair'] as const),
  ...(['base-address', 'start-end', 'start-length'] as const),
];

/** DW_LLE_* by number; 0 ends the list (DWARF 5, 7.7.3). */
const locationEntryKinds: readonly (EntryKind | undefined)[] = [
  undefined,
  ...(['base-addressx', 'startx-endx', 'startx-length', 'offset-pair', 'default'] as const),
  ...(['base-address', 'start-end', 'start-length'] as const),
];

function walkLists(
  reader: ByteReader,
  sections: Sections,
  unit: Unit,
  kinds: readonly (EntryKind | undefined)[],
  payload: Payload,
): ListEntry[] {
  const entries: ListEntry[] = [];
  const address = () => reader.unsigned(unit.addressBytes);
  const indexed = () => addressAt(sections, unit, reader.uleb());
  let base = unit.lowPc;
  // Base changes add no entry: steps are bounded by the bytes left, each kind takes at least one.
  while (!reader.done && entries.length < maxEntries) {
    let low = 0;
    let high = 0;
    switch (kinds[reader.u8()]) {
      case undefined:
        return entries;
      case 'base-addressx':
        base = indexed();
        continue;
      case 'base-address':
        base = address();
        continue;
      case 'startx-endx':
        low = indexed();
        high = indexed();
        break;
      case 'startx-length':
        low = indexed();
        high = low + reader.uleb();
        break;
      case 'offset-pair':
        low = base + reader.uleb();
        high = base + reader.uleb();
        break;
      case 'default':
        high = Infinity;
        break;
      case 'start-end':
        low = address();
        high = address();
        break;
      case 'start-length':
        low = address();
        high = low + reader.uleb();
        break;
    }
    const expression = payload(reader);
    if (!reader.overran) entries.push({ low, high, expression });
  }
  return entries;
}
