import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { GdbFailure } from '../gdb/gdb-messages';
import { MiSession } from '../gdb/mi-session';
import { guard } from '../process/guard';
import { isStopped } from '../process/is-stopped';
import { LineSplitter } from '../process/line-splitter';
import { findResources } from '../resources';
import { explainSnapshotFailure } from './snapshot-failures';

export interface SnapshotRequest {
  readonly pid: number;
  /** The executable with its DWARF; default: the one the process runs. */
  readonly binaryPath?: string | undefined;
  /** Where the compressed snapshot goes: `….trvsnap.gz`. */
  readonly outFile: string;
  readonly gdbPath: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((phase: SnapshotPhase) => void) | undefined;
  /** Folder of resources/; default: found from the bundle. */
  readonly resourcesDir?: string | undefined;
}

export const snapshotPhases = ['symbols', 'stopped', 'writing', 'compressing'] as const;
/** `stopped` is the only phase in which the target does not run. */
export type SnapshotPhase = (typeof snapshotPhases)[number];

export interface SnapshotOutcome {
  /** From the attach to the end of the detach. */
  readonly pauseMs: number;
  /** The whole step, compression included. */
  readonly totalMs: number;
  readonly copiedBytes: number;
  /** Milliseconds by phase. */
  readonly timings: Readonly<Record<string, number>>;
  readonly gdbVersion: string;
  readonly goVersion: string;
  /** A command a person can run to get the like. */
  readonly command: string;
}

const doneSchema = z.object({
  pauseMs: z.number(),
  copiedBytes: z.number(),
  timings: z.record(z.string(), z.number()),
  gdbVersion: z.string(),
  goVersion: z.string(),
});
const messageSchema = z.union([
  z.object({ phase: z.enum(snapshotPhases) }),
  z.object({ done: doneSchema }),
  z.object({ failure: z.object({ code: z.string(), detail: z.string() }) }),
]);
type Message = z.infer<typeof messageSchema>;
/** What the script says last, unless it is killed before. */
type LastWord = Exclude<Message, { phase: unknown }>;
const prefix = 'trivet-snapshot ';

/** Copies what the object graph needs out of a running Go program by GDB; see docs/formats.md. */
export async function takeSnapshot(
  request: SnapshotRequest,
): Promise<Result<SnapshotOutcome, Failure>> {
  const startedMs = Date.now();
  const { pid, signal, outFile, onProgress } = request;
  const binary = request.binaryPath ?? `/proc/${pid}/exe`;
  const script = join(request.resourcesDir ?? findResources(), 'gdb', 'snapshot.py');
  const raw = `${outFile}.raw`;
  const orders = JSON.stringify({ pid, binary, out: raw });
  const command = `TRIVET_SNAPSHOT='${orders}' ${request.gdbPath} -nx -q -batch -x ${script}`;
  const explain = (code: string, detail: string) =>
    explainSnapshotFailure({ code, detail }, { pid, binary, outFile });

  const wasStopped = await isStopped(pid); // by its owner, and then it stays so
  try {
    await mkdir(dirname(outFile), { recursive: true });
    if (!wasStopped) guard.wakeOnExit(pid);
    const ran = await runScript(request, script, orders);
    if (!ran.ok) {
      // The kernel detaches for a killed GDB, but the stop of the attach may remain.
      if (!wasStopped && (await isStopped(pid))) process.kill(pid, 'SIGCONT');
      const { code, detail, message } = ran.error;
      if (code === 'cancelled' || code === 'gdb-not-found') return ran;
      return err(explain(code, `${message}\n${detail ?? ''}`));
    }
    const { value: last } = ran;
    if ('failure' in last) return err(explain(last.failure.code, last.failure.detail));
    onProgress?.('compressing');
    const compressing = Date.now();
    // Level 1: three quarters of what level 6 saves, in a quarter of the time.
    await pipeline(
      createReadStream(raw, { highWaterMark: 1 << 20 }),
      createGzip({ level: 1, chunkSize: 1 << 18 }),
      createWriteStream(outFile),
      ...(signal === undefined ? [] : [{ signal }]),
    );
    const { done } = last;
    const timings = { ...done.timings, compress: Date.now() - compressing };
    return ok({ ...done, timings, totalMs: Date.now() - startedMs, command });
  } catch (error) {
    await rm(outFile, { force: true });
    if (signal?.aborted === true) return err({ code: 'cancelled', message: 'Snapshot cancelled.' });
    return err(explain('disk', String(error)));
  } finally {
    guard.forgetWake(pid);
    await rm(raw, { force: true });
  }
}

/** Runs the script in a GDB of its own, to its last word. */
async function runScript(
  { gdbPath, signal, onProgress }: SnapshotRequest,
  script: string,
  orders: string,
): Promise<Result<LastWord, GdbFailure>> {
  let last: LastWord | undefined;
  const lines = new LineSplitter((line) => {
    const message = parseMessage(line);
    if (message === undefined) return;
    if ('phase' in message) onProgress?.(message.phase);
    else last = message;
  });
  const session = await MiSession.start({
    gdbPath,
    signal,
    env: { ...process.env, TRIVET_SNAPSHOT: orders, LC_ALL: 'C.UTF-8' },
    onRecord: (record) => {
      if (record.kind === 'console') lines.push(Buffer.from(record.text));
    },
  });
  if (!session.ok) return session;
  const ran = await session.value.console(`source ${script}`, { timeoutMs: 120_000 });
  await session.value.dispose();
  if (last !== undefined) return ok(last);
  if (!ran.ok) return ran;
  const message = 'GDB ran the snapshot script, which said nothing.';
  return err({ code: 'gdb-unexpected-reply', message });
}

function parseMessage(line: string): Message | undefined {
  const at = line.indexOf(prefix);
  if (at < 0) return undefined;
  try {
    return messageSchema.parse(JSON.parse(line.slice(at + prefix.length)));
  } catch {
    return undefined; // a torn line: GDB was killed while it printed
  }
}
