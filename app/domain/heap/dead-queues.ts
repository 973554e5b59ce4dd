import type { Layouts } from './layouts';
import type { Memory } from './memory';

/** A word that the collector marks from, with the queue it lies in. */
export interface QueuedWord {
  readonly label: 'finalizer queue' | 'cleanup queue';
  readonly value: number;
}

/** More blocks or entries of a block than this are a sign of damage. */
const maxBlocks = 1 << 20;
const maxEntries = 1 << 16;

interface BlockList {
  readonly label: QueuedWord['label'];
  /** Run-time address of the first block; 0 when there is none. */
  readonly first: number;
  /** Offsets in a block: of the link to the next one, of the number of entries, of the first entry. */
  readonly link: number | undefined;
  readonly count: number | undefined;
  readonly entries: number | undefined;
  readonly entryBytes: number;
}

/**
 * Finalizers and cleanups whose objects were found dead and that wait to run (`runtime.allfin` and,
 * from Go 1.25 on, `runtime.gcCleanups`; before, cleanups wait among the finalizers). The blocks lie
 * outside the heap; the collector takes every word of every entry for a pointer.
 */
export function readDeadQueues(
  memory: Memory,
  layouts: Layouts,
  addressOf: (symbol: string) => number | undefined,
): readonly QueuedWord[] {
  const words: QueuedWord[] = [];
  for (const list of [
    finalizers(memory, layouts, addressOf),
    cleanups(memory, layouts, addressOf),
  ]) {
    const { label, link, count, entries, entryBytes } = list;
    if (link === undefined || count === undefined || entries === undefined) continue;
    let block = list.first;
    for (let n = 0; block !== 0 && n < maxBlocks; n++) {
      const used = Math.min(memory.u32(block + count) ?? 0, maxEntries);
      for (let i = 0; i < used * entryBytes; i += 8) {
        const value = memory.u64(block + entries + i);
        if (value === undefined) break;
        if (value !== 0) words.push({ label, value });
      }
      block = memory.u64(block + link) ?? 0;
    }
  }
  return words;
}

function finalizers(
  memory: Memory,
  layouts: Layouts,
  addressOf: (symbol: string) => number | undefined,
): BlockList {
  const type = layouts.has('runtime.finBlock') ? 'runtime.finBlock' : 'runtime.finblock';
  const head = addressOf('runtime.allfin');
  return {
    label: 'finalizer queue',
    first: head === undefined ? 0 : (memory.u64(head) ?? 0),
    link: layouts.offset(type, 'alllink'),
    count: layouts.offset(type, 'cnt'),
    entries: layouts.offset(type, 'fin'),
    entryBytes: layouts.size('runtime.finalizer'),
  };
}

function cleanups(
  memory: Memory,
  layouts: Layouts,
  addressOf: (symbol: string) => number | undefined,
): BlockList {
  const block = 'runtime.cleanupBlock';
  const header = layouts.offset(block, 'cleanupBlockHeader');
  const inHeader = (field: string) => {
    const offset = layouts.offset('runtime.cleanupBlockHeader', field);
    return header === undefined || offset === undefined ? undefined : header + offset;
  };
  const all = layouts.offset('runtime.cleanupQueue', 'all');
  const queue = addressOf('runtime.gcCleanups');
  return {
    label: 'cleanup queue',
    first: all === undefined || queue === undefined ? 0 : (memory.u64(queue + all) ?? 0),
    link: inHeader('alllink'),
    count: inHeader('n'),
    entries: layouts.offset(block, 'cleanups'),
    // Go 1.25 queues bare functions; later ones { call, fn, arg }.
    entryBytes: layouts.size('runtime.cleanupFn') || 8,
  };
}
