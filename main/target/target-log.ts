import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';

const maxLogBytes = 64 << 20;

/** What a target prints, on disk. Bounded: a program that prints without end must not fill it. */
export class TargetLog {
  readonly #stream: WriteStream;
  readonly #limit: number;
  #written = 0;

  private constructor(stream: WriteStream, limit: number) {
    this.#stream = stream;
    this.#limit = limit;
    // A full disk must not end the session; the log is short then.
    stream.on('error', () => undefined);
  }

  static async open(
    logPath: string,
    limit = maxLogBytes,
  ): Promise<Result<TargetLog, Failure<'disk'>>> {
    try {
      await mkdir(path.dirname(logPath), { recursive: true });
      const stream = createWriteStream(logPath);
      await new Promise((resolve, reject) => {
        stream.once('open', resolve);
        stream.once('error', reject);
      });
      return ok(new TargetLog(stream, limit));
    } catch (cause) {
      return err({ code: 'disk', message: `Could not write ${logPath}.`, detail: String(cause) });
    }
  }

  write(chunk: Uint8Array): void {
    if (this.#written > this.#limit) return;
    this.#written += chunk.length;
    this.#stream.write(chunk);
    if (this.#written > this.#limit) {
      this.#stream.write(`\n[Trivet: the log ends here, after ${this.#limit} bytes]\n`);
    }
  }

  /** Resolves when all is on disk, or as much of it as there was room for. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stream.destroyed) return resolve();
      this.#stream.once('close', () => resolve());
      this.#stream.end();
    });
  }
}
