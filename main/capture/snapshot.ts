import { constants } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { GdbFailure } from '../gdb/gdb-messages';
import { MiSession } from '../gdb/mi-session';
import { LineSplitter } from '../process/line-splitter';
import { findUserFolders } from '../project/user-folders';
import { findResources } from '../resources';
import type { SnapshotMessage, SnapshotPhase } from './snapshot-messages';

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
  /** Not compressed: for a reader that waits for it and keeps nothing. */
  readonly isPlain?: boolean | undefined;
  /** Channels and small maps without pointers, which are looked for; default true. Only values need them. */
  readonly withValues?: boolean | undefined;
  /** Contents of objects without pointers too: all bytes of all strings and buffers. */
  readonly withContents?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((phase: SnapshotPhase) => void) | undefined;
  /** GDB has its orders, and has enough to do for a tenth of a second: time to read the executable. */
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
  readonly gdbVersion: string;
  readonly goVersion: string;
  /** Whether types and globals of this build were known already. */
  readonly symbolsFrom: 'cache' | 'dwarf';
  readonly goroutines: number;
  /** A command a person can run to get the like. */
  readonly command: string;
}

/** What the script says last, unless it is killed before. */
type LastWord = Exclude<SnapshotMessage, { phase: unknown }>;

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
    const ran = await runScript(request, script, orders);
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

/**
 * Runs the script in a GDB of its own, to its last word. However that GDB ends, the kernel lets the
 * target go: the script stops it by PTRACE_SEIZE, which leaves nothing behind.
 */
async function runScript(
  {
    gdbPath,
    signal,
    isPlain = false,
    onProgress,
    onOrdered,
    longestStopMs = 60_000,
  }: SnapshotRequest,
  script: string,
  orders: string,
): Promise<Result<LastWord, GdbFailure>> {
  let last: LastWord | undefined;
  let stopped: NodeJS.Timeout | undefined;
  let isLate = false;
  const cell: { session?: MiSession } = {};
  const takePhase = (phase: SnapshotPhase) => {
    clearTimeout(stopped);
    if (phase === 'stopped') {
      stopped = setTimeout(() => {
        isLate = true;
        if (cell.session !== undefined) process.kill(cell.session.pid, 'SIGKILL');
      }, longestStopMs);
    }
    onProgress?.(phase);
  };
  // Loaded while GDB starts, not before it does.
  const load = () => import('./snapshot-messages');
  let messages: ReturnType<typeof load> | undefined;
  const take = async (line: string) => {
    const { parseSnapshotMessage } = await (messages ??= load());
    const message = parseSnapshotMessage(line);
    if (message === undefined) return;
    if ('phase' in message) takePhase(message.phase);
    else last = message;
  };
  const lines = new LineSplitter((line) => void take(line));
  const session = await MiSession.spawn({
    gdbPath,
    signal,
    env: { ...process.env, TRIVET_SNAPSHOT: orders, LC_ALL: 'C.UTF-8' },
    onRecord: (record) => {
      if (record.kind === 'console') lines.push(Buffer.from(record.text));
    },
  });
  if (!session.ok) return session;
  cell.session = session.value;
  // A heap of many GB takes its time to compress, while the target runs again.
  const running = session.value.console(`source ${script}`, { timeoutMs: 3_600_000 });
  await onOrdered?.();
  const ran = await running;
  await messages; // and with it what was said last
  clearTimeout(stopped);
  const disposed = session.value.dispose();
  // GDB has written everything: it may end while somebody reads it.
  if (last === undefined || !isPlain) await disposed;
  if (last !== undefined) return ok(last);
  if (!ran.ok) return isLate ? err({ ...ran.error, code: 'timeout' }) : ran;
  const message = 'GDB ran the snapshot script, which said nothing.';
  return err({ code: 'gdb-unexpected-reply', message });
}
