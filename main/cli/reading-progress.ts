import { formatBytes } from '../../app/domain/format/format';

interface ReadProgress {
  readonly readBytes: number;
  readonly totalBytes: number;
}

/** Work that is over sooner needs no bar. */
const quietMs = 300;
const barWidth = 24;

/**
 * How far the reading of a large file is, on one line of a terminal, rewritten in place. Between updates
 * the cursor stands at its beginning: whatever is written next, or a shell's prompt after Ctrl+C,
 * takes its place. Says nothing when the stream is not a terminal.
 */
export class ReadingProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #startedMs = Date.now();
  #percent = -1;
  #shown = false;

  readonly #what: string;

  /** @param what is read, where that needs a word: one file of several. */
  constructor(stream: NodeJS.WriteStream = process.stderr, what = '') {
    this.#stream = stream;
    this.#what = what;
  }

  /** For `onProgress` of the reader. */
  readonly report = ({ readBytes, totalBytes }: ReadProgress): void => {
    if (!this.#stream.isTTY) return;
    const percent = totalBytes === 0 ? 100 : Math.floor((100 * readBytes) / totalBytes);
    if (percent === this.#percent || Date.now() - this.#startedMs < quietMs) return;
    this.#percent = percent;
    this.#shown = true;
    const full = Math.round((barWidth * percent) / 100);
    const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
    const size = `${formatBytes(readBytes)} of ${formatBytes(totalBytes)}`;
    const line = `${bar} ${String(percent).padStart(3)} %  ${size}  ${this.#what}`.trimEnd();
    this.#stream.write(`\x1b[2K${line.slice(0, (this.#stream.columns ?? 80) - 1)}\r`);
  };

  /** Leaves the line as it was before. */
  done(): void {
    if (this.#shown) this.#stream.write('\x1b[2K');
    this.#shown = false;
  }
}
