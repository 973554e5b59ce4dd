const width = 24;
const everyMs = 100;

/** A bar on a terminal while a large file is read; nothing anywhere else. */
export class ReadingProgress {
  readonly #stream: NodeJS.WriteStream;
  #nextMs: number;
  #isShown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#nextMs = stream.isTTY ? Date.now() + 3 * everyMs : Infinity;
  }

  readonly report = ({
    readBytes,
    totalBytes,
  }: {
    readBytes: number;
    totalBytes: number;
  }): void => {
    if (this.#nextMs === Infinity) return;
    const now = Date.now();
    if (now < this.#nextMs) return;
    this.#nextMs = now + everyMs;
    const part = totalBytes > 0 ? Math.min(1, readBytes / totalBytes) : 0;
    const filled = Math.round(part * width);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
    this.#stream.write(`\r${bar} ${String(Math.floor(part * 100)).padStart(3)} %`);
    this.#isShown = true;
  };

  /** Takes the bar away. */
  done(): void {
    if (this.#isShown) this.#stream.write('\r\x1b[2K');
    this.#isShown = false;
  }
}
