import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { TraceSource } from '../../app/domain/exectrace';

/** A trace file that may still grow. Calls throw system errors; the owner closes it. */
export class TraceFile implements TraceSource {
  size = 0;
  private buffer = new Uint8Array(1 << 17);

  protected constructor(protected readonly descriptor: number) {
    this.refresh();
  }

  /** For a file that somebody else writes. */
  static open(file: string): TraceFile {
    return new TraceFile(openSync(file, 'r'));
  }

  /** Looks how large the file is now; until then it keeps the size it had. */
  refresh(): void {
    this.size = fstatSync(this.descriptor).size;
  }

  read(offset: number, length: number): Uint8Array {
    if (length > this.buffer.length) this.buffer = new Uint8Array(length);
    const { buffer } = this;
    return buffer.subarray(0, readSync(this.descriptor, buffer, 0, length, offset));
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/**
 * A trace that arrives in chunks, written to a file of its own as it comes: a reader asks for places
 * all over a generation, and the file is the artefact that is kept.
 */
export class TraceSpool extends TraceFile {
  /** Replaces `file`. */
  static create(file: string): TraceSpool {
    return new TraceSpool(openSync(file, 'w+'));
  }

  append(chunk: Uint8Array): void {
    for (let done = 0; done < chunk.length;) {
      done += writeSync(this.descriptor, chunk, done, chunk.length - done, this.size + done);
    }
    this.size += chunk.length;
  }
}
