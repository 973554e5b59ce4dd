import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { startProcess, type StartOptions } from './start-process';

export interface RunOptions extends StartOptions {
  readonly input?: string | Uint8Array | undefined;
  /** Ends the whole group after this time. */
  readonly timeoutMs?: number | undefined;
  /** Of stdout and of stderr each; what comes later is dropped. Default 16 MiB. */
  readonly maxOutputBytes?: number | undefined;
}

export interface RunOutcome {
  /** Exit status; 128 + number of the signal for one that a signal ended. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Output went past `maxOutputBytes`. */
  readonly truncated: boolean;
}

/** Runs a program to its end. A status other than 0 is an outcome, not a failure. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Result<RunOutcome, Failure<'launch-failed' | 'cancelled' | 'timeout'>>> {
  const { signal, timeoutMs, maxOutputBytes = 16 << 20 } = options;
  const stdout = new Collector(maxOutputBytes, options.onStdoutChunk);
  const stderr = new Collector(maxOutputBytes, options.onStderrChunk);
  const started = await startProcess(command, args, {
    ...options,
    onStdoutChunk: stdout.take,
    onStderrChunk: stderr.take,
  });
  if (!started.ok) return started;
  let late = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          late = true;
          void started.value.end();
        }, timeoutMs);
  const { status } = await started.value.exit;
  clearTimeout(timer);
  const line = [command, ...args].join(' ');
  if (signal?.aborted === true) return err({ code: 'cancelled', message: `Cancelled: ${line}.` });
  if (late) {
    const message = `"${line}" had not ended after ${timeoutMs} ms and was stopped.`;
    return err({ code: 'timeout', message, detail: stderr.text() });
  }
  const truncated = stdout.truncated || stderr.truncated;
  return ok({ status, stdout: stdout.text(), stderr: stderr.text(), truncated });
}

/** Keeps the first bytes of a stream. */
class Collector {
  readonly #chunks: Uint8Array[] = [];
  readonly #limit: number;
  readonly #forward: ((chunk: Uint8Array) => void) | undefined;
  #length = 0;
  truncated = false;

  constructor(limit: number, forward: ((chunk: Uint8Array) => void) | undefined) {
    this.#limit = limit;
    this.#forward = forward;
  }

  readonly take = (chunk: Uint8Array): void => {
    this.#forward?.(chunk);
    const room = this.#limit - this.#length;
    if (chunk.length > room) this.truncated = true;
    if (room <= 0) return;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#chunks.push(kept);
    this.#length += kept.length;
  };

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
