import {
  chmodSync,
  closeSync,
  constants,
  accessSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { OutputFailed } from './output-failed';

/** What ends a program that somebody interrupts, and the terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A file that is there whole or not at all: it is written beside its name, as `NAME.partial-PID`, and takes the name when
 * it is complete. What had the name before stays until then. A signal takes the partial file away
 * before it ends the program, as soon as the event loop turns.
 */
export class PartialFile {
  readonly #file: string;
  readonly #partial: string;
  #descriptor: number | undefined;

  /** Throws the system's error when the place cannot be written. Nothing is made until `write`. */
  constructor(file: string) {
    this.#file = targetOf(file);
    this.#partial = `${this.#file}.partial-${process.pid}`;
    accessSync(dirname(this.#file), constants.W_OK);
  }

  /** Throws `OutputFailed`. */
  readonly write = (bytes: Uint8Array): void => {
    try {
      const descriptor = (this.#descriptor ??= this.#open());
      for (let at = 0; at < bytes.length;) {
        at += writeSync(descriptor, bytes, at, bytes.length - at);
      }
    } catch (cause) {
      throw new OutputFailed(this.#file, cause);
    }
  };

  /** Throws `OutputFailed`. */
  commit(): void {
    try {
      this.#close((this.#descriptor ??= this.#open()));
      const before = statSync(this.#file, { throwIfNoEntry: false });
      if (before !== undefined) chmodSync(this.#partial, before.mode);
      renameSync(this.#partial, this.#file);
    } catch (cause) {
      rmSync(this.#partial, { force: true });
      throw new OutputFailed(this.#file, cause);
    }
  }

  discard(): void {
    if (this.#descriptor === undefined) return;
    this.#close(this.#descriptor);
    rmSync(this.#partial, { force: true });
  }

  #open(): number {
    // Of an earlier process with this number, which was killed.
    rmSync(this.#partial, { force: true });
    const descriptor = openSync(this.#partial, 'wx');
    for (const signal of signals) process.on(signal, this.#interrupted);
    return descriptor;
  }

  #close(descriptor: number): void {
    for (const signal of signals) process.off(signal, this.#interrupted);
    this.#descriptor = undefined;
    closeSync(descriptor);
  }

  /** The shell must see a program that the signal ended. */
  readonly #interrupted = (signal: NodeJS.Signals): void => {
    this.discard();
    process.kill(process.pid, signal);
  };
}

/** A link keeps leading to the file: that one is replaced. */
function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // It does not exist yet.
    return file;
  }
}
