import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { findUserFolders } from '../project/user-folders';
import { findResources } from '../resources';
import type { SnapshotPhase } from './snapshot-messages';
import { runInGdb, runInPython } from './snapshot-script';

export type SnapshotSource =
  | {
      readonly pid: number;
      /** The executable with its DWARF; default: the one the process runs. */
      readonly binaryPath?: string | undefined;
    }
  /** A core file of the kernel, of gcore or of `dlv dump`, and the executable that dumped it. */
  | { readonly corePath: string; readonly binaryPath: string };

export type SnapshotRequest = SnapshotSource & {
  /** Where the compressed snapshot goes: `….trvsnap.gz`. Only a complete one ever stands there. */
  readonly outFile: string;
  readonly gdbPath: string;
  /** Not compressed, and without GDB where it is not needed: for a reader that waits for it and keeps nothing. */
  readonly isPlain?: boolean | undefined;
  /** Channels and small maps without pointers, which are looked for; default true. Only values need them. */
  readonly withValues?: boolean | undefined;
  /** Contents of objects without pointers too: all bytes of all strings and buffers. */
  readonly withContents?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((phase: SnapshotPhase) => void) | undefined;
  /** Who copies has its orders, and enough to do for a tenth of a second: time to read the executable. May come twice. */
  readonly onOrdered?: (() => void | Promise<void>) | undefined;
  /** Folder of resources/; default: found from the bundle. */
  readonly resourcesDir?: string | undefined;
  /** Where layouts of builds are kept; default: the user's. */
  readonly cacheDir?: string | undefined;
  /** The target is let go when GDB has held it so long; default 60 s. */
  readonly longestStopMs?: number | undefined;
};

export interface SnapshotOutcome {
  /** From before the first thread is stopped until the last is let go; 0 for a core file. */
  readonly pauseMs: number;
  /** The whole step, compression included. */
  readonly totalMs: number;
  readonly copiedBytes: number;
  /** Milliseconds by phase. */
  readonly timings: Readonly<Record<string, number>>;
  /** `python 3.11.7` where GDB was not needed. */
  readonly gdbVersion: string;
  readonly goVersion: string;
  /** Whether types and globals of this build were known already. */
  readonly symbolsFrom: 'cache' | 'dwarf';
  readonly goroutines: number;
  /** A command a person can run to get the like. */
  readonly command: string;
}

/** Copies what the object graph needs out of a Go program by GDB; see docs/formats.md. */
export async function takeSnapshot(
  request: SnapshotRequest,
): Promise<Result<SnapshotOutcome, Failure>> {
  const startedMs = Date.now();
  const { signal, outFile } = request;
  const binary =
    'corePath' in request ? request.binaryPath : (request.binaryPath ?? `/proc/${request.pid}/exe`);
  const source = 'corePath' in request ? `core file ${request.corePath}` : `process ${request.pid}`;
  const script = join(request.resourcesDir ?? findResources(), 'gdb', 'snapshot.py');
  const part = `${outFile}.part`;
  const orders = JSON.stringify({
    ...('corePath' in request ? { core: request.corePath } : { pid: request.pid }),
    binary,
    out: part,
    cache: request.cacheDir ?? join(findUserFolders().cache, 'layouts'),
    bytecode: join(findUserFolders().cache, 'python'),
    contents: request.withContents === true,
    values: request.withValues !== false,
    ...(request.isPlain === true && { plain: true }),
  });
  const command = `TRIVET_SNAPSHOT='${orders}' ${request.gdbPath} -nx -q -batch -x ${script}`;
  const explain = async (reported: { code: string; detail: string }) => {
    const { explainSnapshotFailure } = await import('./snapshot-failures');
    return err(explainSnapshotFailure(reported, { source, binary, outFile }));
  };
  for (const path of 'corePath' in request ? [request.corePath, binary] : []) {
    const cause = await access(path, constants.R_OK).catch(String);
    if (typeof cause === 'string') {
      return err({
        code: 'disk',
        message: `${path} cannot be read: ${cause}`,
        remedy: 'Check the path.',
      });
    }
  }
  try {
    await mkdir(dirname(outFile), { recursive: true });
    const run = { ...request, script, orders };
    const alone = request.isPlain === true ? await runInPython(run) : undefined;
    const ran = alone ?? (await runInGdb(run));
    if (!ran.ok) {
      const { code, detail, message } = ran.error;
      if (code === 'cancelled' || code === 'gdb-not-found') return ran;
      return await explain({ code, detail: `${message}\n${detail ?? ''}` });
    }
    const { value: last } = ran;
    if ('failure' in last) return await explain(last.failure);
    await rename(part, outFile);
    return ok({ ...last.done, totalMs: Date.now() - startedMs, command });
  } catch (error) {
    if (signal?.aborted === true) return err({ code: 'cancelled', message: 'Snapshot cancelled.' });
    return await explain({ code: 'disk', detail: String(error) });
  } finally {
    await rm(part, { force: true });
  }
}
