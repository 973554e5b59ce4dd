import type { Failure } from '../../app/contract/failure';
import type { Result } from '../../app/contract/result';
import { splitWords } from '../build/shell-words';
import { startProcess, type ProcessExit } from '../process/start-process';

/** The user's own command that puts the target under load. */
export interface RunningLoad {
  readonly pid: number;
  readonly exited: Promise<ProcessExit>;
  /** Ends its whole tree. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the command without a shell. Like a target it ends when we do. */
export async function startLoad(
  command: string,
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>> | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly onLine?: ((line: string) => void) | undefined;
  },
): Promise<Result<RunningLoad, Failure<'usage' | 'launch-failed' | 'cancelled'>>> {
  const words = splitWords(command);
  if (!words.ok) return words;
  const [program, ...args] = words.value;
  const started = await startProcess(program!, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    signal: options.signal,
    onStdoutLine: options.onLine,
    onStderrLine: options.onLine,
  });
  if (!started.ok) return started;
  const { pid, exit, end } = started.value;
  const stop = async () => {
    await end();
  };
  return { ok: true, value: { pid, exited: exit, stop } };
}
