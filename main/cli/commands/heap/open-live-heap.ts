import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, type Result } from '../../../../app/contract/result';
import type { AnalyzedHeap } from '../../../../app/domain/heap';
import { takeWithGdb } from './take-with-gdb';

/** The process id that a verb was given in place of a snapshot; undefined for anything else. */
export function readPid(target: string): number | undefined {
  const pid = /^[1-9][0-9]*$/.test(target) ? Number(target) : undefined;
  return pid !== undefined && Number.isSafeInteger(pid) ? pid : undefined;
}

/**
 * The graph of a process as it stands now; nothing is kept. GDB copies while the executable is read here, and nothing
 * is compressed: the shortest way from a question to its answer.
 * @param binaryPath the executable with its DWARF; default: the one that runs.
 * @param withValues whether values are shown: else what only they need is not looked for.
 */
export async function openLiveHeap(
  pid: number,
  binaryPath: string | undefined,
  withValues: boolean,
): Promise<Result<AnalyzedHeap, Failure>> {
  const folder = await mkdtemp(join(tmpdir(), 'trivet-heap-')).catch(String);
  if (!existsSync(folder)) {
    return err({
      code: 'disk',
      message: `No temporary folder can be made in ${tmpdir()}.`,
      remedy: 'Name another one in TMPDIR.',
      detail: folder,
    });
  }
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once('SIGINT', interrupt);
  try {
    const snapshot = join(folder, 'heap.trvsnap');
    // GDB starts before the half of us that reads what it copies.
    const reading = () => import('../../../analysis/open-heap');
    let program: ReturnType<Awaited<ReturnType<typeof reading>>['openExecutable']> | undefined;
    const taken = await takeWithGdb({
      pid,
      ...(binaryPath !== undefined && { binaryPath }),
      ...{ outFile: snapshot, isPlain: true, withValues, signal: controller.signal },
      onOrdered: async () => {
        const { openExecutable } = await reading();
        program ??= openExecutable(binaryPath ?? `/proc/${pid}/exe`);
      },
    });
    // It tells better what is wrong with a process that cannot be read.
    if (!taken.ok) return taken;
    if (program?.ok === false) return program;
    const { openHeapFiles } = await reading();
    return openHeapFiles({ snapshot, program: undefined }, program?.value);
  } finally {
    process.off('SIGINT', interrupt);
    await rm(folder, { recursive: true, force: true });
  }
}
