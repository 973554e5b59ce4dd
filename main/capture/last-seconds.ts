import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { ok, type Result } from '../../app/contract/result';
import type { TargetClient } from '../target/target-client';

export interface KeptSeconds {
  /** Absolute path of the trace. */
  readonly file: string;
  /** Wall clock when it was asked for, ms since the epoch. */
  readonly atMs: number;
}

/**
 * The flight recorder of a target without a session around it: what it holds goes to a file whenever somebody asks,
 * first to the one that was named, then to numbered ones beside it.
 */
export class LastSeconds {
  #count = 0;
  /** One after the other: the runtime writes one at a time. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly client: TargetClient,
    private readonly file: string,
  ) {}

  /** @param maxBytes of the target's memory: of a busy program it may hold less than `seconds`. */
  static async start(
    client: TargetClient,
    file: string,
    { seconds, maxBytes }: { readonly seconds: number; readonly maxBytes: number },
  ): Promise<Result<LastSeconds, Failure>> {
    const started = await client.startFlightRecorder(seconds * 1000, maxBytes);
    return started.ok ? ok(new LastSeconds(client, path.resolve(file))) : started;
  }

  /** How often it was asked for. */
  get count(): number {
    return this.#count;
  }

  /** Writes what there is now; the recorder runs on. */
  keep(): Promise<Result<KeptSeconds, Failure>> {
    const file = numbered(this.file, ++this.#count);
    const kept = this.#last.then(() => this.#write(file));
    this.#last = kept;
    return kept;
  }

  async #write(file: string): Promise<Result<KeptSeconds, Failure>> {
    const atMs = Date.now();
    const written = await this.client.writeFlightRecord(file);
    return written.ok ? ok({ file, atMs }) : written;
  }

  /** Once what was asked for is written. */
  async stop(): Promise<void> {
    await this.#last;
    await this.client.stopFlightRecorder();
  }
}

/** `out.trace`, then `out-2.trace`, `out-3.trace` … */
function numbered(file: string, index: number): string {
  if (index === 1) return file;
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${index}${ext}`);
}
