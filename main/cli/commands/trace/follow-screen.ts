/** A generation takes about a second; shorter ones would only flicker. */
const redrawMs = 500;

/**
 * Figures that are written over and over at one place: a screen beside that of the shell, which comes back as it was.
 * Does nothing when the stream is not a terminal.
 */
export class FollowScreen {
  readonly #stream: NodeJS.WriteStream;
  #isOpen = false;
  #drawnMs = -Infinity;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** @param compose makes the text, when it is time for it. @param status the last line. */
  show(compose: () => string, status: string): void {
    const { isTTY, rows = 24, columns = 80 } = this.#stream;
    if (!isTTY || Date.now() - this.#drawnMs < redrawMs) return;
    this.#drawnMs = Date.now();
    const lines = compose()
      .split('\n')
      .slice(0, Math.max(1, rows - 2))
      .map((line) => `${line.slice(0, columns)}\x1b[K`);
    const begin = this.#isOpen ? '\x1b[H' : '\x1b[?1049h\x1b[H';
    this.#isOpen = true;
    this.#stream.write(
      `${begin}${lines.join('\n')}\n\x1b[J\x1b[7m${status.slice(0, columns)}\x1b[0m`,
    );
  }

  close(): void {
    if (this.#isOpen) this.#stream.write('\x1b[?1049l');
    this.#isOpen = false;
  }
}
