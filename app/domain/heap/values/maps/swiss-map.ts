import type { GoType } from '../../../gosym';
import { fieldOf, type ValueMemory } from '../source';
import { resolveSlot, type MapEntry } from './slot';

/** internal/runtime/maps, Go ≥ 1.24: slots of a group. */
const groupSlots = 8;
/** Control byte of an empty or deleted slot has the top bit set. */
const notFull = 0x80;
const maxTables = 2 ** 32;
const maxGroups = 2 ** 40;

export const swissCount = (values: ValueMemory, type: GoType, address: number) =>
  values.u64(address + (fieldOf(type.representation, 'used')?.offset ?? 0));

/** Entries of a Swiss map: one group while it is small, else the tables of its directory, each once. */
export function* swissEntries(
  values: ValueMemory,
  type: GoType,
  address: number,
): Generator<MapEntry> {
  const map = type.representation;
  const directory = fieldOf(map, 'dirPtr');
  const length = values.u64(address + (fieldOf(map, 'dirLen')?.offset ?? 0));
  const tables = directory && values.u64(address + directory.offset);
  const table = directory?.type.elem?.elem;
  const groups = fieldOf(table, 'groups');
  const group = fieldOf(groups?.type, 'data')?.type.elem;
  if (!tables || length === undefined || !table || !groups || !group) return;
  if (length === 0) {
    yield* groupEntries(values, type, group, tables);
    return;
  }
  const dataAt = groups.offset + (fieldOf(groups.type, 'data')?.offset ?? 0);
  const maskAt = groups.offset + (fieldOf(groups.type, 'lengthMask')?.offset ?? 8);
  // A table that was not split as often as others stands several times side by side.
  const seen = new Set<number>();
  for (let i = 0; i < Math.min(length, maxTables); i++) {
    const at = values.u64(tables + 8 * i);
    if (at === undefined) return;
    if (at === 0 || seen.has(at)) continue;
    seen.add(at);
    const data = values.u64(at + dataAt);
    const mask = values.u64(at + maskAt);
    if (!data || mask === undefined || mask > maxGroups) continue;
    for (let g = 0; g <= mask; g++) {
      const place = data + g * group.sizeBytes;
      // What is not in the snapshot ends it: a damaged mask must not loop.
      if (values.memory.u8(place) === undefined) break;
      yield* groupEntries(values, type, group, place);
    }
  }
}

function* groupEntries(
  values: ValueMemory,
  type: GoType,
  group: GoType,
  address: number,
): Generator<MapEntry> {
  const layout = layOut(group);
  if (!layout) return;
  const { key: slotKey, elem: slotElem } = layout;
  for (let slot = 0; slot < groupSlots; slot++) {
    const control = values.memory.u8(address + layout.control + slot);
    if (control === undefined || (control & notFull) !== 0) continue;
    const keyAt = address + layout.keys + slot * layout.keyStride;
    const elemAt = address + layout.elems + slot * layout.elemStride;
    const key = resolveSlot(values, type.key, slotKey, keyAt);
    const elem = resolveSlot(values, type.elem, slotElem, elemAt);
    if (!key || !elem) continue;
    yield {
      ...{ key: key.type, keyAddress: key.address },
      ...{ elem: elem.type, elemAddress: elem.address },
    };
  }
}

/** Keys and elements side by side in slots, or apart where the program was built with mapsplitgroup. */
function layOut(group: GoType) {
  const control = fieldOf(group, 'ctrl') ?? fieldOf(group, 'ctrls') ?? group.fields[0];
  const slots = fieldOf(group, 'slots');
  const slot = slots?.type.elem;
  const key = fieldOf(slot, 'key');
  const elem = fieldOf(slot, 'elem');
  if (control && slots && slot && key && elem) {
    return {
      ...{ control: control.offset, key: key.type, elem: elem.type },
      ...{ keys: slots.offset + key.offset, keyStride: slot.sizeBytes },
      ...{ elems: slots.offset + elem.offset, elemStride: slot.sizeBytes },
    };
  }
  const keys = fieldOf(group, 'keys');
  const elems = fieldOf(group, 'elems');
  if (!control || !keys?.type.elem || !elems?.type.elem) return undefined;
  return {
    ...{ control: control.offset, key: keys.type.elem, elem: elems.type.elem },
    ...{ keys: keys.offset, keyStride: keys.type.elem.sizeBytes },
    ...{ elems: elems.offset, elemStride: elems.type.elem.sizeBytes },
  };
}
