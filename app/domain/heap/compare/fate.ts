import type { Frame } from '../../../contract/frame';
import type { HeapAmounts } from '../../../contract/heap-diff';
import type { DigestedObjects } from './digest';

export interface Fate {
  readonly kept: HeapAmounts;
  readonly new: HeapAmounts;
  readonly gone: HeapAmounts;
  /** 1 for each object of the later snapshot that was not in the earlier one. */
  readonly isNew: Uint8Array;
}

interface Sum {
  objects: number;
  bytes: number;
}

/**
 * Which objects of the later snapshot were there before: of the same address, size, type and allocation stack. The
 * collector moves nothing, and the profiler's mark stays until its object is freed. An unknown type contradicts none.
 */
export function computeFate(before: DigestedObjects, after: DigestedObjects): Fate {
  const kept: Sum = { objects: 0, bytes: 0 };
  const added: Sum = { objects: 0, bytes: 0 };
  const gone: Sum = { objects: 0, bytes: 0 };
  const isNew = new Uint8Array(after.length);
  const count = (sum: Sum, bytes: number) => {
    sum.objects++;
    sum.bytes += bytes;
  };
  const isSame = compareObjects(before, after);
  let a = 0;
  let b = 0;
  while (a < before.length || b < after.length) {
    const from = a < before.length ? before.address[a]! : Infinity;
    const to = b < after.length ? after.address[b]! : Infinity;
    if (from === to && isSame(a, b)) {
      count(kept, after.sizeBytes[b]!);
      a++;
      b++;
      continue;
    }
    if (from <= to) count(gone, before.sizeBytes[a++]!);
    if (to <= from) {
      isNew[b] = 1;
      count(added, after.sizeBytes[b++]!);
    }
  }
  return { kept, new: added, gone, isNew };
}

function compareObjects(before: DigestedObjects, after: DigestedObjects) {
  const rowOf = new Map(after.types.map((name, row) => [name, row]));
  const typeInAfter = before.types.map((name) => rowOf.get(name) ?? -1);
  const unknownBefore = before.types.indexOf('unknown');
  const unknownAfter = after.types.indexOf('unknown');
  const stackInAfter = new Map(after.stacks.map((frames, i) => [keyOf(frames), i]));
  const stacks = before.stacks.map((frames) => stackInAfter.get(keyOf(frames)) ?? -2);
  return (a: number, b: number): boolean => {
    if (before.sizeBytes[a] !== after.sizeBytes[b]) return false;
    const stack = before.stack[a]!;
    if ((stack < 0 ? -1 : stacks[stack]!) !== after.stack[b]) return false;
    const type = before.type[a]!;
    if (type === unknownBefore || after.type[b] === unknownAfter) return true;
    return typeInAfter[type] === after.type[b];
  };
}

export const keyOf = (frames: readonly Frame[]): string =>
  frames.map((frame) => `${frame.function} ${frame.file}:${frame.line}`).join('\n');
