import { homedir } from 'node:os';
import { statSync } from 'node:fs';
import type { IPty } from 'node-pty';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';

/** How long a shell may take to leave after SIGHUP before it is killed. */
const graceMs = 500;

export interface TerminalListener {
  printed(terminal: string, data: string): void;
  exited(terminal: string, status: number): void;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Shells of the person, each on a pseudo terminal of its own. Ends them all on `dispose()`. */
export class Terminals {
  private readonly shells = new Map<string, IPty>();
  private serial = 0;

  constructor(
    private readonly listener: TerminalListener,
    private readonly shell: string = process.env['SHELL'] ?? '/bin/sh',
  ) {}

  get count(): number {
    return this.shells.size;
  }

  /** A missing folder becomes the home folder: a terminal that does not open helps nobody. */
  async open(
    cwd: string,
    size: TerminalSize,
  ): Promise<Result<{ terminal: string; shell: string }, Failure<'unsupported'>>> {
    try {
      // Native code: loaded when the first terminal opens, so that a broken build costs only this.
      const { spawn } = await import('node-pty');
      const pty = spawn(this.shell, [], {
        name: 'xterm-256color',
        cwd: isFolder(cwd) ? cwd : homedir(),
        cols: size.columns,
        rows: size.rows,
        env: terminalEnvironment(),
      });
      const terminal = `terminal-${++this.serial}`;
      this.shells.set(terminal, pty);
      pty.onData((data) => this.listener.printed(terminal, data));
      pty.onExit(({ exitCode }) => {
        this.shells.delete(terminal);
        this.listener.exited(terminal, exitCode);
      });
      return ok({ terminal, shell: this.shell });
    } catch (cause) {
      return err({
        code: 'unsupported',
        message: `A terminal could not be opened: "${this.shell}" did not start on a pseudo terminal.`,
        remedy: 'Run "npm rebuild node-pty", or use a terminal outside the workbench.',
        detail: cause instanceof Error ? cause.message : String(cause),
      });
    }
  }

  write(terminal: string, data: string): void {
    this.shells.get(terminal)?.write(data);
  }

  resize(terminal: string, size: TerminalSize): void {
    this.shells.get(terminal)?.resize(size.columns, size.rows);
  }

  close(terminal: string): void {
    const pty = this.shells.get(terminal);
    if (pty !== undefined) endShell(pty);
  }

  /** Returns once every shell has left or was killed. */
  async dispose(): Promise<void> {
    const ended = [...this.shells.values()].map(
      (pty) =>
        new Promise<void>((resolve) => {
          pty.onExit(() => resolve());
          setTimeout(resolve, 2 * graceMs).unref();
          endShell(pty);
        }),
    );
    await Promise.all(ended);
  }
}

/** The shell leads its session: SIGHUP reaches its jobs through it, SIGKILL goes to the group. */
function endShell(pty: IPty): void {
  pty.kill('SIGHUP');
  const kill = setTimeout(() => {
    try {
      process.kill(-pty.pid, 'SIGKILL');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
    }
  }, graceMs);
  pty.onExit(() => clearTimeout(kill));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Ours without what only Electron reads, which would confuse an Electron started from the shell. */
function terminalEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { TERM_PROGRAM: 'trivet', COLORTERM: 'truecolor' };
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined && !key.startsWith('ELECTRON_')) environment[key] = value;
  }
  return environment;
}
