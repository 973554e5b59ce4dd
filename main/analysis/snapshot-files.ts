import { statSync } from 'node:fs';
import type { Failure } from '../../app/contract/failure';
import { ok, type Result } from '../../app/contract/result';
import { HeapViews } from '../../app/domain/heap';
import { findHeapFiles, openHeapFiles } from './open-heap';

/** Graphs are large: the one looked at, and the one it is compared with. */
const maxOpen = 2;

export const isSnapshotFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Snapshot files opened by their path; the last few stay. */
export class SnapshotFiles {
  readonly #open = new Map<string, HeapViews>();

  async open(path: string): Promise<Result<HeapViews, Failure>> {
    const { mtimeMs, size } = statSync(path);
    const key = `${path} ${mtimeMs} ${size}`;
    const known = this.#open.get(key);
    if (known) return ok(known);
    const files = await findHeapFiles(path);
    const heap = files.ok ? openHeapFiles(files.value) : files;
    if (!heap.ok) return heap;
    const views = new HeapViews(heap.value);
    while (this.#open.size >= maxOpen) this.#open.delete(this.#open.keys().next().value!);
    this.#open.set(key, views);
    return ok(views);
  }
}
