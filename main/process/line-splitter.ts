import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is handed on in pieces, so that no child can fill our memory. */
const defaultMaxLineLength = 1 << 20;

/**
 * Turns chunks of bytes into lines. A character or a line may span chunks.
 * A trailing `\r` is part of the line: some tools mean it.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  readonly #maxLineLength: number;
  #rest = '';

  constructor(onLine: (line: string) => void, maxLineLength = defaultMaxLineLength) {
    this.#onLine = onLine;
    this.#maxLineLength = maxLineLength;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
  }

  /** Hands on a last line that no newline ended. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#rest !== '') this.#onLine(this.#rest);
    this.#rest = '';
  }

  #take(text: string): void {
    const lines = text.split('\n');
    lines[0] = this.#rest + lines[0]!;
    this.#rest = lines.pop()!;
    for (const line of lines) this.#onLine(line);
    if (this.#rest.length > this.#maxLineLength) {
      this.#onLine(this.#rest);
      this.#rest = '';
    }
  }
}
