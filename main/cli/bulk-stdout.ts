import { writeSync } from 'node:fs';
import { OutputFailed } from './output-failed';

const retryMs = 2;

/**
 * Bulk output. A write waits until whoever reads it has taken it, so that memory stays bounded
 * whatever their speed. `process.stdout` would keep what is not taken.
 */
export class BulkStdout {
  readonly #descriptor: number;
  readonly #name: string;
  #closed = false;

  /** @param name of the stream, for people. */
  constructor(descriptor = 1, name = 'Standard output') {
    this.#descriptor = descriptor;
    this.#name = name;
  }

  /** The reader has gone (`| head`): what is written from now on goes nowhere. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Throws `OutputFailed`. */
  readonly write = (bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length && !this.#closed;) {
      try {
        done += writeSync(this.#descriptor, bytes, done);
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        if (code === 'EPIPE') this.#closed = true;
        else if (code === 'EAGAIN') pause();
        else throw new OutputFailed(this.#name, cause);
      }
    }
  };
}

/** Somebody made the pipe non-blocking, and it is full. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
}
