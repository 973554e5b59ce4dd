import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { guard } from './guard';
import { LineSplitter } from './line-splitter';
import { endGroup, isGroupAlive, type EndSignal } from './process-group';

export interface StartOptions {
  readonly cwd?: string | undefined;
  /** The whole environment; default: ours. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Ends the whole group when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Written to standard input, which is then closed; `'open'` keeps it open for `write`. */
  readonly input?: string | Uint8Array | 'open' | undefined;
  readonly onStdoutLine?: ((line: string) => void) | undefined;
  readonly onStderrLine?: ((line: string) => void) | undefined;
  /** Should we die, it is left up to 5 s to end by itself, as its standard input does. */
  readonly orphanGrace?: boolean | undefined;
  /** A longer line is handed on in pieces; default 1 Mi characters. */
  readonly maxLineLength?: number | undefined;
  /** Raw bytes as they come, before any splitting. */
  readonly onStdoutChunk?: ((chunk: Uint8Array) => void) | undefined;
  readonly onStderrChunk?: ((chunk: Uint8Array) => void) | undefined;
  /**
   * What ends it; default SIGTERM. Debuggers get SIGKILL: a GDB that is told to terminate while it
   * attaches kills the target (seen with gdb 13.1), whereas the kernel lets go of it unharmed.
   */
  readonly endSignal?: EndSignal | undefined;
  /** Time between SIGTERM and SIGKILL when it is ended; default 2000. */
  readonly graceMs?: number | undefined;
}

export interface ProcessExit {
  /** Exit status; 128 + number of the signal for one that a signal ended, as a shell says it. */
  readonly status: number;
  /** `SIGKILL` and the like, if a signal ended it. */
  readonly signal: string | undefined;
}

/** A child process and the process group that it leads. */
export interface RunningProcess {
  readonly pid: number;
  /** Resolves when it has ended, its output was delivered and nothing of its group is left. */
  readonly exit: Promise<ProcessExit>;
  /** To standard input; only with `input: 'open'`. False once the process has ended. */
  write(text: string): boolean;
  closeInput(): void;
  /** Ends the whole group: SIGTERM, grace, SIGKILL. Safe to call twice and after the exit. */
  end(): Promise<ProcessExit>;
}

/**
 * Starts a program as leader of its own process group. No shell: a path is data, never a command.
 * However this process ends, the group ends with it (see guard.ts).
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<Result<RunningProcess, Failure<'launch-failed' | 'cancelled'>>> {
  const { signal, input, endSignal = 'SIGTERM', graceMs = 2000 } = options;
  const cancelled = err({ code: 'cancelled' as const, message: `Not started: ${command}.` });
  if (signal?.aborted === true) return cancelled;
  let child: ChildProcess;
  try {
    child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
  } catch (cause) {
    // E2BIG and arguments with a NUL are thrown at once; ENOENT and the like come as an event.
    return err(launchFailure(command, options.cwd, cause as Error));
  }
  const { pid } = child;
  if (pid === undefined) {
    const cause = await new Promise<Error>((resolve) => child.once('error', resolve));
    return err(launchFailure(command, options.cwd, cause));
  }
  child.on('error', () => undefined); // after the start it only says that a kill came too late
  guard.add(pid, endSignal, options.orphanGrace);

  const { maxLineLength } = options;
  deliver(child.stdout!, options.onStdoutLine, options.onStdoutChunk, maxLineLength);
  deliver(child.stderr!, options.onStderrLine, options.onStderrChunk, maxLineLength);
  child.stdin?.on('error', () => undefined); // EPIPE: it ended before it read; `exit` says so
  if (input !== undefined && input !== 'open') child.stdin?.end(input);

  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, name) => resolve(describeExit(code, name)));
  });
  const finish = async (): Promise<ProcessExit> => {
    const status = await exited;
    // Children it left behind hold the pipes open, so they must end before `close` can come.
    if (isGroupAlive(pid)) await endGroup(pid, endSignal, graceMs);
    const timer = setTimeout(() => {
      // Someone who left the group still holds a pipe; its words are not this process's.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, 1000);
    await closed;
    clearTimeout(timer);
    guard.remove(pid);
    signal?.removeEventListener('abort', onAbort); // its pid may soon be someone else's
    return status;
  };
  let ended = false;
  const end = async (): Promise<ProcessExit> => {
    if (!ended && child.exitCode === null && child.signalCode === null) {
      ended = true;
      await endGroup(pid, endSignal, graceMs);
    }
    return exit;
  };
  const onAbort = () => void end();
  signal?.addEventListener('abort', onAbort);
  const exit = finish();

  return ok({
    pid,
    exit,
    end,
    write: (text) => child.exitCode === null && child.stdin?.writable === true && send(text),
    closeInput: () => void child.stdin?.end(),
  });

  function send(text: string): boolean {
    child.stdin!.write(text);
    return true;
  }
}

function deliver(
  stream: NodeJS.ReadableStream,
  onLine: ((line: string) => void) | undefined,
  onChunk: ((chunk: Uint8Array) => void) | undefined,
  maxLineLength: number | undefined,
): void {
  const lines = onLine && new LineSplitter(onLine, maxLineLength);
  stream.on('data', (chunk: Buffer) => {
    onChunk?.(chunk);
    lines?.push(chunk);
  });
  stream.on('end', () => lines?.end());
  stream.on('error', () => undefined); // a destroyed pipe; `close` follows
}

function describeExit(code: number | null, name: NodeJS.Signals | null): ProcessExit {
  if (name !== null) return { status: 128 + constants.signals[name], signal: name };
  return { status: code ?? -1, signal: undefined };
}

function launchFailure(
  command: string,
  cwd: string | undefined,
  cause: Error,
): Failure<'launch-failed'> {
  const { code } = cause as NodeJS.ErrnoException;
  const why =
    code === 'ENOENT'
      ? `there is no such program${cwd === undefined ? '' : ` (or no folder ${cwd})`}`
      : code === 'EACCES'
        ? 'it may not be executed'
        : cause.message;
  return {
    code: 'launch-failed',
    message: `Could not start "${command}": ${why}.`,
    remedy: 'Check the path and that the file may be executed.',
    detail: String(cause),
  };
}
