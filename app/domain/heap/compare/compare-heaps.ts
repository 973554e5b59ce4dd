import type { Frame } from '../../../contract/frame';
import type {
  HeapChange,
  HeapDiff,
  HeapPathChange,
  HeapRootChange,
  HeapTypeChange,
} from '../../../contract/heap-diff';
import { err, ok, type Result } from '../../../contract/result';
import type { DigestedClass, HeapDigest } from './digest';
import { computeFate, keyOf, type Fate } from './fate';

const maxAllocations = 3;

export interface CompareOptions {
  /** Rows of each table. */
  readonly limit: number;
  /** Compare also what does not seem to be one process. */
  readonly force: boolean;
}

/** Why two snapshots say nothing of each other: each a sentence. */
export interface NotOneProcess {
  readonly reasons: readonly string[];
}

/** What changed from one snapshot of a process to a later one. */
export function compareHeaps(
  before: HeapDigest,
  after: HeapDigest,
  { limit, force }: CompareOptions,
): Result<HeapDiff, NotOneProcess> {
  const reasons = findDoubts(before, after);
  if (reasons.length > 0 && !force) return err({ reasons });
  // Of two processes no object is the other's, whatever its address.
  const none = { objects: 0, bytes: 0 };
  const fate: Fate =
    reasons.length === 0
      ? computeFate(before.objects, after.objects)
      : { kept: none, new: none, gone: none, isNew: new Uint8Array(after.objects.length) };
  const reachable = ({ reachableObjects, reachableBytes }: HeapDigest['summary']) => ({
    objects: reachableObjects,
    bytes: reachableBytes,
  });
  return ok({
    format: 1,
    before: before.summary,
    after: after.summary,
    secondsBetween: (after.summary.stoppedAtMs - before.summary.stoppedAtMs) / 1000,
    total: changeOf(reachable(before.summary), reachable(after.summary)),
    fate: { kept: fate.kept, new: fate.new, gone: fate.gone },
    doubts: [...reasons],
    roots: compareRoots(before, after, limit),
    paths: comparePaths(before, after, fate, limit),
    types: compareTypes(before, after, limit),
  });
}

function findDoubts(before: HeapDigest, after: HeapDigest): string[] {
  const a = before.identity;
  const b = after.identity;
  const doubts: string[] = [];
  if (a.buildId !== undefined && b.buildId !== undefined && a.buildId !== b.buildId) {
    doubts.push('They are of two builds of a program.');
  } else if (before.summary.goVersion !== after.summary.goVersion) {
    doubts.push(
      `They are of programs built with ${before.summary.goVersion} and ${after.summary.goVersion}.`,
    );
  }
  if (a.pid !== b.pid) doubts.push(`They are of the processes ${a.pid} and ${b.pid}.`);
  else if (a.startedNs !== undefined && b.startedNs !== undefined && a.startedNs !== b.startedNs) {
    doubts.push(`The program was started anew between them, again as process ${a.pid}.`);
  }
  if (doubts.length === 0 && after.summary.stoppedAtMs < before.summary.stoppedAtMs) {
    doubts.push('The second was taken before the first.');
  }
  return doubts;
}

function changeOf(
  before: { objects: number; bytes: number } | undefined,
  after: { objects: number; bytes: number } | undefined,
): HeapChange {
  const from = { objects: before?.objects ?? 0, bytes: before?.bytes ?? 0 };
  const to = { objects: after?.objects ?? 0, bytes: after?.bytes ?? 0 };
  return {
    before: from,
    after: to,
    delta: { objects: to.objects - from.objects, bytes: to.bytes - from.bytes },
  };
}

/** Rows of both maps that differ: the largest changes, growth first. */
function changesOf<T extends DigestedClass>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  limit: number,
) {
  const keys = new Set([...after.keys(), ...before.keys()]);
  const rows = [...keys].flatMap((key) => {
    const change = changeOf(before.get(key), after.get(key));
    const { bytes, objects } = change.delta;
    return bytes === 0 && objects === 0 ? [] : [{ key, change }];
  });
  const size = (change: HeapChange) => Math.abs(change.delta.bytes);
  rows.sort(
    (a, b) =>
      size(b.change) - size(a.change) ||
      Math.abs(b.change.delta.objects) - Math.abs(a.change.delta.objects) ||
      (a.key < b.key ? -1 : 1),
  );
  return rows
    .slice(0, limit)
    .sort((a, b) => b.change.delta.bytes - a.change.delta.bytes)
    .map(({ key, change }) => ({
      key,
      row: (after.get(key) ?? before.get(key))!,
      ...change,
      retainedBefore: before.get(key)?.retainedBytes ?? 0,
      retainedAfter: after.get(key)?.retainedBytes ?? 0,
    }));
}

function compareTypes(before: HeapDigest, after: HeapDigest, limit: number): HeapTypeChange[] {
  return changesOf(before.types, after.types, limit).map(({ key, row: _, ...change }) => ({
    type: key,
    ...change,
  }));
}

function compareRoots(before: HeapDigest, after: HeapDigest, limit: number): HeapRootChange[] {
  return changesOf(before.roots, after.roots, limit).map(({ key, row, ...change }) => ({
    root: key,
    kind: row.kind,
    ...change,
  }));
}

function comparePaths(
  before: HeapDigest,
  after: HeapDigest,
  fate: Fate,
  limit: number,
): HeapPathChange[] {
  const allocations = sampleNew(after, fate.isNew);
  return changesOf(before.paths, after.paths, limit).map(({ key, row, ...change }) => {
    const { example } = after.paths.get(key) ?? {};
    return {
      ...{ root: row.root, pattern: row.pattern, type: row.type },
      ...change,
      allocations: allocations(key),
      ...(example && { example }),
    };
  });
}

/** Allocation stacks of new objects by path. */
function sampleNew({ objects, paths }: HeapDigest, isNew: Uint8Array) {
  const byPath = new Map<number, Map<string, Allocation>>();
  for (let i = 0; i < objects.length; i++) {
    const stack = objects.stack[i]!;
    if (isNew[i] === 0 || stack < 0) continue;
    const path = objects.path[i]!;
    let rows = byPath.get(path);
    if (!rows) byPath.set(path, (rows = new Map()));
    const frames = objects.stacks[stack]!;
    const key = keyOf(frames);
    const row = rows.get(key) ?? { frames, objects: 0, bytes: 0 };
    row.objects++;
    row.bytes += objects.sizeBytes[i]!;
    rows.set(key, row);
  }
  const indexOf = new Map([...paths.keys()].map((key, i) => [key, i]));
  return (key: string) =>
    [...(byPath.get(indexOf.get(key) ?? -1)?.values() ?? [])]
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, maxAllocations)
      .map((row) => ({ ...row, frames: [...row.frames] }));
}

interface Allocation {
  readonly frames: readonly Frame[];
  objects: number;
  bytes: number;
}
