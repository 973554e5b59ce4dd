import type { Frame } from '../../contract/frame';
import type { GoroutineView } from '../../contract/goroutines';
import { baseName } from '../format/format';
import { joinedFlags, type JoinedGoroutines } from './joined-goroutines';

/**
 * Whether a row is shown. Words are looked for once in each distinct text and place, so that a row costs a few look-ups
 * however long its names are.
 */
export function createFilter(
  table: JoinedGoroutines,
  view: GoroutineView,
): (row: number) => boolean {
  const hidden = (view.ended ? 0 : joinedFlags.ended) | (view.system ? 0 : joinedFlags.system);
  const words = view.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const tests = words.map((word) => createWordTest(table, word));
  const isOf = createOwnerTest(table, view.of);
  const { flags } = table;
  return (row) => {
    if ((flags[row]! & hidden) !== 0 || !isOf(row)) return false;
    for (const test of tests) if (!test(row)) return false;
    return true;
  };
}

function createWordTest(table: JoinedGoroutines, word: string): (row: number) => boolean {
  const { goid, state, waitReason, blockedAt, createdBy } = table;
  const texts = marks(table.texts, (text) => text.toLowerCase().includes(word));
  const places = marks(table.places, (place) => placeText(place).includes(word));
  const id = /^g?\d+$/.test(word) ? Number(word.replace('g', '')) : -1;
  return (row) =>
    goid[row] === id ||
    texts[table.function[row]!] === 1 ||
    texts[state[row]!] === 1 ||
    texts[waitReason[row]!] === 1 ||
    places[blockedAt[row]!] === 1 ||
    places[createdBy[row]!] === 1;
}

function createOwnerTest(
  table: JoinedGoroutines,
  of: GoroutineView['of'],
): (row: number) => boolean {
  if (of === undefined) return () => true;
  const texts = marks(table.texts, (text) => text !== '' && text === of.function);
  const places = marks(
    table.places,
    (place) => place.function !== '' && place.function === of.createdBy,
  );
  return (row) => texts[table.function[row]!] === 1 || places[table.createdBy[row]!] === 1;
}

function marks<T>(list: readonly T[], matches: (item: T) => boolean): Uint8Array {
  return Uint8Array.from(list, (item) => (matches(item) ? 1 : 0));
}

const placeText = (frame: Frame) =>
  frame.function === '' && frame.file === ''
    ? ''
    : `${frame.function} ${baseName(frame.file)}:${frame.line}`.toLowerCase();
