import { err, ok, type Result } from '../../app/contract/result';
import type { GdbFailure } from '../gdb/gdb-messages';
import { MiSession } from '../gdb/mi-session';
import { LineSplitter } from '../process/line-splitter';
import { startProcess } from '../process/start-process';
import { findExecutables } from '../toolchain/find-executables';
import type { SnapshotRequest } from './snapshot';
import type { SnapshotMessage, SnapshotPhase } from './snapshot-messages';

/** What the script says last, unless it is killed before. */
export type LastWord = Exclude<SnapshotMessage, { phase: unknown }>;

export interface ScriptRun extends Pick<
  SnapshotRequest,
  'gdbPath' | 'isPlain' | 'signal' | 'onProgress' | 'onOrdered' | 'longestStopMs'
> {
  /** Path of resources/gdb/snapshot.py. */
  readonly script: string;
  /** JSON: see there. */
  readonly orders: string;
}

/** Not the user's PATH, where others' wrappers may stand that take longer than GDB does. */
const pythonPath = '/usr/bin:/usr/local/bin';

/** Loaded while the other starts, not before it does. */
const loadMessages = () => import('./snapshot-messages');

/** What the script says, and the watch over how long it holds the target. */
class Listener {
  last: LastWord | undefined;
  isLate = false;
  /** Of what runs the script. */
  pid: number | undefined;
  readonly #run: ScriptRun;
  #messages: ReturnType<typeof loadMessages> | undefined;
  #stopped: NodeJS.Timeout | undefined;

  constructor(run: ScriptRun) {
    this.#run = run;
  }

  async take(line: string): Promise<void> {
    const { parseSnapshotMessage } = await (this.#messages ??= loadMessages());
    const message = parseSnapshotMessage(line);
    if (message === undefined) return;
    if ('phase' in message) this.#takePhase(message.phase);
    else this.last = message;
  }

  /** Until all that was said has been taken. */
  async finish(): Promise<LastWord | undefined> {
    await this.#messages;
    clearTimeout(this.#stopped);
    return this.last;
  }

  #takePhase(phase: SnapshotPhase): void {
    clearTimeout(this.#stopped);
    const { onProgress, longestStopMs = 60_000 } = this.#run;
    if (phase === 'stopped') {
      this.#stopped = setTimeout(() => {
        this.isLate = true;
        if (this.pid !== undefined) process.kill(this.pid, 'SIGKILL');
      }, longestStopMs);
    }
    onProgress?.(phase);
  }
}

const environment = (orders: string) => ({
  ...process.env,
  TRIVET_SNAPSHOT: orders,
  LC_ALL: 'C.UTF-8',
});

/**
 * Runs the script in a GDB of its own, to its last word. However that GDB ends, the kernel lets the
 * target go: the script stops it by PTRACE_SEIZE, which leaves nothing behind.
 */
export async function runInGdb(run: ScriptRun): Promise<Result<LastWord, GdbFailure>> {
  const { script, orders, gdbPath, signal, isPlain = false, onOrdered } = run;
  const listener = new Listener(run);
  const lines = new LineSplitter((line) => void listener.take(line));
  const session = await MiSession.spawn({
    gdbPath,
    signal,
    env: environment(orders),
    onRecord: (record) => {
      if (record.kind === 'console') lines.push(Buffer.from(record.text));
    },
  });
  if (!session.ok) return session;
  listener.pid = session.value.pid;
  // A heap of many GB takes its time to compress, while the target runs again.
  const running = session.value.console(`source ${script}`, { timeoutMs: 3_600_000 });
  await onOrdered?.();
  const ran = await running;
  const last = await listener.finish();
  const disposed = session.value.dispose();
  // GDB has written everything: it may end while somebody reads it.
  if (last === undefined || !isPlain) await disposed;
  if (last !== undefined) return ok(last);
  if (!ran.ok) return listener.isLate ? err({ ...ran.error, code: 'timeout' }) : ran;
  const message = 'GDB ran the snapshot script, which said nothing.';
  return err({ code: 'gdb-unexpected-reply', message });
}

/**
 * The same by a Python alone, which starts in a third of the time.
 * @returns undefined when it could not, for whatever reason: GDB may, or tells better what stands in the way.
 */
export async function runInPython(
  run: ScriptRun,
): Promise<Result<LastWord, GdbFailure> | undefined> {
  const { script, orders, signal, onOrdered } = run;
  const [python] = await findExecutables('python3', { PATH: pythonPath });
  if (python === undefined) return undefined;
  const listener = new Listener(run);
  const started = await startProcess(python, ['-I', '-S', script], {
    signal,
    env: environment(orders),
    endSignal: 'SIGKILL',
    onStdoutLine: (line) => void listener.take(line),
  });
  if (!started.ok) return undefined;
  listener.pid = started.value.pid;
  await onOrdered?.();
  await started.value.exit;
  const last = await listener.finish();
  if (last !== undefined && 'done' in last) return ok(last);
  if (signal?.aborted) return err({ code: 'cancelled', message: 'Snapshot cancelled.' });
  if (!listener.isLate) return undefined;
  return err({ code: 'timeout', message: 'The snapshot script held the program for too long.' });
}
