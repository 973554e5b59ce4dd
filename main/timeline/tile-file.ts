import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { TileStorage } from '../../app/domain/timeline';

const magic = 'TRVTILE1';
/** The head is padded with blanks to this size, so that it can be written last. */
const headBytes = 512;

interface Head {
  /** What the trace was when the tiles were made: of another one they tell nothing. */
  readonly stamp: string;
  /** Place and size of the index, bytes from the end of the head. */
  readonly index: readonly [offset: number, length: number];
}

/** Tiles in a file of their own (docs/formats.md), written and read by one thread. */
export class TileFile implements TileStorage {
  private size = 0;
  private buffer = new Uint8Array(1 << 13);

  private constructor(
    private readonly descriptor: number,
    /** Where it is now; undefined once it has its last name. */
    private part: string | undefined,
  ) {}

  /** A new file under a name for the time being. Throws what the system says. */
  static create(part: string): TileFile {
    return new TileFile(openSync(part, 'w+', 0o600), part);
  }

  /** A file that was finished earlier for the same trace, with its index. */
  static reopen(path: string, stamp: string): { file: TileFile; index: Uint8Array } | undefined {
    let file: TileFile;
    try {
      file = new TileFile(openSync(path, 'r'), undefined);
    } catch {
      return undefined; // none yet
    }
    try {
      const head = parseHead(file.read(-headBytes, headBytes));
      if (head?.stamp === stamp) {
        const [offset, length] = head.index;
        const index = file.read(offset, length).slice();
        if (index.length === length) return { file, index };
      }
    } catch {
      // As good as none: the trace is read again.
    }
    file.dispose();
    return undefined;
  }

  append(bytes: Uint8Array): void {
    this.write(bytes, this.size);
    this.size += bytes.length;
  }

  private write(bytes: Uint8Array, offset: number): void {
    for (let done = 0; done < bytes.length;) {
      const rest = bytes.length - done;
      done += writeSync(this.descriptor, bytes, done, rest, headBytes + offset + done);
    }
  }

  read(offset: number, length: number): Uint8Array {
    if (length > this.buffer.length) this.buffer = new Uint8Array(length);
    const got = readSync(this.descriptor, this.buffer, 0, length, headBytes + offset);
    return this.buffer.subarray(0, got);
  }

  /** Adds the index and gives the file its last name. */
  finish(path: string, stamp: string, index: Uint8Array): void {
    if (this.part === undefined) return;
    const head: Head = { stamp, index: [this.size, index.length] };
    this.append(index);
    const text = `${magic}${JSON.stringify(head)}`.padEnd(headBytes, ' ');
    this.write(new TextEncoder().encode(text), -headBytes);
    renameSync(this.part, path);
    this.part = undefined;
  }

  dispose(): void {
    closeSync(this.descriptor);
    if (this.part !== undefined) rmSync(this.part, { force: true });
  }
}

function parseHead(bytes: Uint8Array): Head | undefined {
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith(magic)) return undefined;
  const head = JSON.parse(text.slice(magic.length)) as Head;
  const [offset, length] = head.index;
  return offset >= 0 && length >= 0 && length < 2 ** 31 ? head : undefined;
}
