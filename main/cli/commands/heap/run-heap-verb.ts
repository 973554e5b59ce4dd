import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import type { Result } from '../../../../app/contract/result';
import type { AnalyzedHeap, HeapViews } from '../../../../app/domain/heap';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import type { Values } from '../../verbs';
import { openLiveHeap, readPid } from './open-live-heap';

/** Options of every verb that reads a snapshot. */
export const snapshotOptions = {
  binary: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** What a verb prints. */
export interface Printed {
  readonly text: () => string;
  readonly json: () => unknown;
}

/** `--limit`; a line about bad usage for what is no whole number above 0. */
export function readLimit(values: Values, fallback: number): number | { usage: string } {
  const limit = Number(values['limit'] ?? fallback);
  return Number.isSafeInteger(limit) && limit > 0
    ? limit
    : { usage: '--limit wants a whole number above 0.' };
}

/**
 * The graph of the snapshot that a path stands for, or of the process that a number does.
 * @param binary the executable, where the user names it.
 * @param withValues whether values are shown.
 */
export async function openTarget(
  target: string,
  binary: string | undefined,
  withValues = true,
): Promise<Result<AnalyzedHeap, Failure>> {
  const named = binary === undefined ? undefined : resolve(binary);
  const pid = existsSync(target) ? undefined : readPid(target);
  if (pid !== undefined) return openLiveHeap(pid, named, withValues);
  const { findHeapFiles, openHeapFiles } = await import('../../../analysis/open-heap');
  const files = await findHeapFiles(resolve(target), named);
  return files.ok ? openHeapFiles(files.value) : files;
}

/** `openTarget`, for the questions that tables are made of. */
export async function openViews(
  target: string,
  values: Values,
  withValues = true,
): Promise<Result<HeapViews, Failure>> {
  const { binary } = values as { binary?: string };
  const heap = await openTarget(target, binary, withValues);
  if (!heap.ok) return heap;
  const { HeapViews } = await import('../../../../app/domain/heap');
  return { ok: true, value: new HeapViews(heap.value) };
}

/** Prints what a verb made, as text or one JSON document; or why it could not. */
export async function printOutcome(
  values: Values,
  outcome: Result<Printed, Failure>,
): Promise<number> {
  const json = values['json'] === true;
  if (!outcome.ok) {
    printFailure(outcome.error);
    if (json) await printJson({ format: 1, failure: outcome.error });
    return statusOf(outcome.error);
  }
  if (json) await printJson(outcome.value.json());
  else await new Promise<void>((done) => process.stdout.write(outcome.value.text(), () => done()));
  return exitStatus.nothingConfirmed;
}
