import { GrowingBytes } from '../../app/domain/exectrace';
import type { GrowingTrace } from './follow-stats';
import { TraceFile } from './trace-spool';

/** How often a file is looked at: no system tells reliably, on all file systems, that one has grown. */
const lookMs = 200;

/** A file that somebody else writes. Throws what the system says; its owner closes it. */
export class GrowingFile implements GrowingTrace {
  readonly source: TraceFile;
  readonly #signal: AbortSignal;

  /** @param signal ends the following: nobody can tell when a file has become whole. */
  constructor(
    readonly name: string,
    signal: AbortSignal,
  ) {
    this.source = TraceFile.open(name);
    this.#signal = signal;
  }

  async more(): Promise<boolean> {
    const before = this.source.size;
    while (!this.#signal.aborted) {
      this.source.refresh();
      if (this.source.size > before) return true;
      await this.#rest();
    }
    // What came before the end of it is read all the same.
    this.source.refresh();
    return this.source.size > before;
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, lookMs);
      this.#signal.addEventListener('abort', done);
    });
  }
}

/** A trace that arrives in chunks. In memory is about a generation of it. */
export class GrowingStream implements GrowingTrace {
  readonly source = new GrowingBytes();
  #isOver = false;
  #wake: (() => void) | undefined;
  #hasNew = false;

  constructor(readonly name: string) {}

  append(chunk: Uint8Array): void {
    this.source.append(chunk);
    this.#hasNew = true;
    this.#wake?.();
  }

  /** There is no more. */
  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  async more(): Promise<boolean> {
    if (!this.#hasNew && !this.#isOver)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    const hasNew = this.#hasNew;
    this.#hasNew = false;
    return hasNew;
  }
}
