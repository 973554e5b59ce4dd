import type { Frame } from '../../contract/frame';
import type { GoroutineColumn } from '../../contract/goroutines';
import { baseName } from '../format/format';
import { joinedFlags, type JoinedGoroutines } from './joined-goroutines';

/** A number a row by which a column sorts. NaN: nothing to sort by. */
export function sortKeys(
  table: JoinedGoroutines,
  column: GoroutineColumn,
): Float64Array | Uint8Array {
  switch (column) {
    case 'goid':
      return table.goid;
    case 'function':
    case 'state':
    case 'waitReason':
      return byRank(table[column], rankTexts(table.texts));
    case 'blockedAt':
    case 'createdBy':
      return byRank(table[column], rankPlaces(table.places));
    case 'waitingSince':
      return table.waitingSeconds;
    case 'createdAt':
      return table.createdSeconds;
    case 'endedAt':
      return table.endedSeconds;
    case 'running':
      return table.runningNs;
    case 'runnable':
      return table.runnableNs;
    case 'waiting':
      return table.waitingNs;
    case 'syscall':
      return table.syscallNs;
    case 'stuck':
      return table.flags.map((flags) => flags & joinedFlags.stuck);
    case 'sources':
      return table.sources;
  }
}

function byRank(column: Int32Array, rank: Float64Array): Float64Array {
  const keys = new Float64Array(column.length);
  for (let row = 0; row < column.length; row++) keys[row] = rank[column[row]!]!;
  return keys;
}

/** Place of each text in the alphabet. */
function rankTexts(texts: readonly string[]): Float64Array {
  const order = [...texts.keys()].sort((a, b) => compare(texts[a]!, texts[b]!));
  return ranked(order, (index) => texts[index] === '');
}

/** By file, then line: the order of a reader who goes through the source. */
function rankPlaces(places: readonly Frame[]): Float64Array {
  const order = [...places.keys()].sort((a, b) => {
    const x = places[a]!;
    const y = places[b]!;
    return (
      compare(baseName(x.file), baseName(y.file)) || x.line - y.line || compare(x.file, y.file)
    );
  });
  return ranked(order, (index) => places[index]!.file === '');
}

function ranked(order: readonly number[], isNothing: (index: number) => boolean): Float64Array {
  const rank = new Float64Array(order.length);
  order.forEach((index, i) => (rank[index] = isNothing(index) ? NaN : i));
  return rank;
}

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
