/** Shows how far reading is, on one line that rewrites itself; silent where there is no terminal. */
export class ReadingProgress {
  readonly #stream: NodeJS.WriteStream;
  #shown = '';

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** @param share 0 to 1. */
  show(text: string, share: number): void {
    if (!this.#stream.isTTY) return;
    const cells = 20;
    const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
    const bar = '█'.repeat(full) + '░'.repeat(cells - full);
    const line = `${bar} ${Math.floor(share * 100)} %  ${text}`;
    const shown = line.slice(0, (this.#stream.columns ?? 80) - 1);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#stream.write(`\r\x1b[2K${shown}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown !== '') this.#stream.write('\r\x1b[2K');
    this.#shown = '';
  }
}
