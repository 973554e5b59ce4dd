import { quoteMiArgument } from '../../app/domain/mi/c-string';
import type { MiRecord, MiTuple } from '../../app/domain/mi/record';
import { splitTargetText } from '../../app/domain/mi/target-text';
import { err, ok, type Result } from '../../app/contract/result';
import { startProcess, type ProcessExit, type RunningProcess } from '../process/start-process';
import { classifyGdbMessage, type GdbFailure } from './gdb-messages';

export interface MiSessionOptions {
  readonly gdbPath: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Ends GDB when aborted; pending commands answer `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Should we die, GDB is given time to let go of its target: breakpoints are in the target's code. */
  readonly endsByItself?: boolean | undefined;
  /** Every record that is not the answer to a command. */
  readonly onRecord?: ((record: MiRecord) => void) | undefined;
  /** A line that is not MI: what the target program prints when GDB started it. */
  readonly onTargetLine?: ((line: string) => void) | undefined;
}

export interface SendOptions {
  /** Default 30 s. After it the answer, should it still come, is dropped. */
  readonly timeoutMs?: number | undefined;
}

interface Pending {
  readonly command: string;
  readonly answer: (result: Result<MiTuple, GdbFailure>) => void;
  readonly timer: NodeJS.Timeout;
  /** The stack when the command was sent: an answer arrives on an empty one. */
  readonly sentFrom: string;
}

interface Waiting {
  readonly see: (record: MiRecord) => void;
  readonly fail: (failure: GdbFailure) => void;
}

/** Nothing of the user's or the project's runs in our GDB, nothing is asked, nothing downloaded. */
const settings = [
  'mi-async on', // else GDB does not read -exec-interrupt while the target runs
  'confirm off',
  'pagination off',
  'width 0',
  'height 0',
  'debuginfod enabled off',
  'auto-load no',
  'startup-with-shell off',
  'print thread-events off',
  'backtrace past-main on', // of Go: main.main has callers, and goroutines have no main
];

/** Of one record, in characters: a disassembly or a list of variables may be long. */
const maxLineLength = 128 << 20;

const cancelled: GdbFailure = { code: 'cancelled', message: 'Cancelled.' };

/** One GDB process spoken to in MI 3. Whoever starts it disposes of it. */
export class MiSession {
  readonly exit: Promise<ProcessExit>;
  readonly #gdb: RunningProcess;
  readonly #options: MiSessionOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting = new Set<Waiting>();
  readonly #listeners = new Set<(record: MiRecord) => void>();
  /** GDB's last own words, for the failure should it die. */
  #log = '';
  #nextToken = 1;
  #end: GdbFailure | undefined;

  /** Starts GDB and waits until it answers. */
  static async start(options: MiSessionOptions): Promise<Result<MiSession, GdbFailure>> {
    const spawned = await MiSession.spawn(options);
    if (!spawned.ok) return spawned;
    const session = spawned.value;
    // The collector's and the scheduler's signals pass already; Go programs live with SIGPIPE too.
    const handled = await session.console('handle SIGPIPE nostop noprint pass');
    if (handled.ok) return spawned;
    await session.dispose();
    return handled;
  }

  /** Starts GDB: commands may be sent at once, and are read when it stands. */
  static async spawn(options: MiSessionOptions): Promise<Result<MiSession, GdbFailure>> {
    const cell: { session?: MiSession } = {};
    const started = await startProcess(
      options.gdbPath,
      ['-nx', '-q', '--interpreter=mi3', ...settings.flatMap((text) => ['-iex', `set ${text}`])],
      {
        env: options.env,
        signal: options.signal,
        input: 'open',
        endSignal: 'SIGKILL',
        orphanGrace: options.endsByItself === true,
        maxLineLength,
        onStdoutLine: (line) => cell.session?.take(line),
        onStderrLine: (line) => cell.session?.note(line),
      },
    );
    if (!started.ok) {
      if (started.error.code === 'cancelled') return err({ ...started.error, code: 'cancelled' });
      const remedy = 'Install gdb 13 or newer, or set TRIVET_GDB to its path.';
      return err({ ...started.error, code: 'gdb-not-found', remedy });
    }
    const session = new MiSession(started.value, options);
    cell.session = session;
    return ok(session);
  }

  private constructor(gdb: RunningProcess, options: MiSessionOptions) {
    this.#gdb = gdb;
    this.#options = options;
    this.exit = gdb.exit;
    void gdb.exit.then(({ status, signal }) => {
      const how = signal === undefined ? `ended with status ${status}` : `was ended by ${signal}`;
      const died: GdbFailure = {
        code: 'gdb-failed',
        message: `GDB ${how} before it answered.`,
        remedy: 'Try again; "trivet doctor" tells whether GDB works on this machine.',
      };
      this.#rejectAll(options.signal?.aborted === true ? cancelled : died);
    });
  }

  /** Why there will be no more answers; undefined while there are. */
  get failure(): GdbFailure | undefined {
    return this.#end;
  }

  get pid(): number {
    return this.#gdb.pid;
  }

  /** Sends one command, named as in the manual but without its dash. The answer never throws. */
  send(
    command: string,
    args: readonly string[] = [],
    { timeoutMs = 30_000 }: SendOptions = {},
  ): Promise<Result<MiTuple, GdbFailure>> {
    if (this.#end !== undefined) return Promise.resolve(err(this.#end));
    const token = this.#nextToken++;
    const line = [`-${command}`, ...args.map(quoteMiArgument)].join(' ');
    const sentFrom = new Error(line).stack ?? '';
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pending.delete(token);
        const message = `GDB has not answered ${line} for ${timeoutMs} ms.`;
        resolve(err({ code: 'timeout', message, detail: sentFrom }));
      }, timeoutMs);
      this.#pending.set(token, { command: line, answer: resolve, timer, sentFrom });
      // A write after the end is no error here: the exit rejects the command.
      this.#gdb.write(`${token}${line}\n`);
    });
  }

  /** A command of GDB's own language; what it prints comes as `console` records. */
  console(text: string, options?: SendOptions): Promise<Result<MiTuple, GdbFailure>> {
    return this.send('interpreter-exec', ['console', text], options);
  }

  /** The next record of the kind, e.g. a stop. Ask before sending what brings it about. */
  nextRecord(
    isIt: (record: MiRecord) => boolean,
    { timeoutMs = 30_000 }: SendOptions = {},
  ): Promise<Result<MiRecord, GdbFailure>> {
    if (this.#end !== undefined) return Promise.resolve(err(this.#end));
    return new Promise((resolve) => {
      const finish = (result: Result<MiRecord, GdbFailure>) => {
        clearTimeout(timer);
        this.#waiting.delete(wait);
        resolve(result);
      };
      const wait = {
        see: (record: MiRecord) => isIt(record) && finish(ok(record)),
        fail: (failure: GdbFailure) => finish(err(failure)),
      };
      const timer = setTimeout(() => {
        const message = `GDB did not report what was waited for within ${timeoutMs} ms.`;
        finish(err({ code: 'timeout', message }));
      }, timeoutMs);
      this.#waiting.add(wait);
    });
  }

  /** Every record that is not the answer to a command, from now on. @returns ends it. */
  onRecord(listener: (record: MiRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Ends GDB. A target it had attached to goes on running. */
  async dispose(): Promise<void> {
    this.#rejectAll({ code: 'gdb-failed', message: 'The GDB session was closed.' });
    this.#gdb.write('-gdb-exit\n');
    this.#gdb.closeInput();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, 2000);
    });
    await Promise.race([this.#gdb.exit, late]);
    clearTimeout(timer);
    await this.#gdb.end();
  }

  /** One line of GDB's standard output. */
  private take(line: string): void {
    const { targetText, record } = splitTargetText(line);
    if (targetText !== '') this.#options.onTargetLine?.(targetText);
    if (record === undefined) return;
    if (record.kind === 'log') this.note(record.text);
    if (record.kind === 'result' && record.token !== undefined) {
      this.#answer(record.token, record);
      return;
    }
    for (const { see } of [...this.#waiting]) see(record);
    this.#options.onRecord?.(record);
    for (const listener of [...this.#listeners]) listener(record);
  }

  private note(text: string): void {
    this.#log = `${this.#log}${text.trimEnd()}\n`.slice(-4000);
  }

  #answer(token: number, record: Extract<MiRecord, { kind: 'result' }>): void {
    const pending = this.#pending.get(token);
    if (pending === undefined) return; // it had timed out
    this.#pending.delete(token);
    clearTimeout(pending.timer);
    const log = this.#log;
    if (this.#pending.size === 0) this.#log = ''; // the next command's failure is not this one's
    if (record.class !== 'error') {
      pending.answer(ok(record.results));
      return;
    }
    if (this.#options.signal?.aborted === true) {
      pending.answer(err(cancelled)); // being ended, GDB may still say that it was interrupted
      return;
    }
    const { msg } = record.results;
    const words = typeof msg === 'string' ? msg : 'no reason given';
    const code = classifyGdbMessage(`${words}\n${log}`);
    // Commands of ours, in GDB's Python, say themselves what is wrong.
    const message = pending.command.startsWith('-trivet-')
      ? words.replace(/^Error occurred in Python: /, '')
      : `GDB refused ${pending.command}: ${words}`;
    pending.answer(err({ code, message, detail: `${log}${pending.sentFrom}` }));
  }

  #rejectAll(failure: GdbFailure): void {
    this.#end ??= failure;
    for (const { fail } of [...this.#waiting]) fail(failure);
    for (const [token, { answer, timer, command, sentFrom }] of this.#pending) {
      this.#pending.delete(token);
      clearTimeout(timer);
      answer(err({ ...failure, detail: `${command}\n${this.#log}${sentFrom}` }));
    }
  }
}
