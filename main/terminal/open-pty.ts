import type { ReadStream } from 'node:tty';

/** A pseudo terminal that nobody sits at: what a program prints on it is given on. */
export interface PseudoTerminal {
  /** Path of the program's end: `/dev/pts/7`. */
  readonly path: string;
  dispose(): void;
}

/** What `open()` of node-pty 1.1 returns has more than its types say. */
interface OpenPty {
  readonly ptsName: string;
  readonly _master: ReadStream;
  readonly _slave: ReadStream;
}

/** @param onText what was printed, with line ends as the program wrote them. @returns undefined where there is no such thing. */
export async function openPty(onText: (text: string) => void): Promise<PseudoTerminal | undefined> {
  try {
    const { open } = (await import('node-pty')) as unknown as { open: (o: object) => OpenPty };
    const { ptsName, _master: ours, _slave: theirs } = open({ cols: 200, rows: 50 });
    // Kept open, or our end would see an end of file before the program has opened its own; but not read:
    // what is typed is the program's.
    theirs.pause();
    // A terminal turns each line feed into two characters, which reads may part.
    let held = '';
    ours.on('data', (chunk: string | Buffer) => {
      const text = held + chunk.toString();
      held = text.endsWith('\r') ? '\r' : '';
      onText(text.slice(0, text.length - held.length).replace(/\r\n/g, '\n'));
    });
    ours.on('error', () => undefined); // EIO: the last program on it has ended
    theirs.on('error', () => undefined);
    // node-pty's own destroy() would send a signal to process −1, which is every process there is.
    const dispose = () => {
      theirs.destroy();
      ours.destroy();
    };
    return { path: ptsName, dispose };
  } catch {
    return undefined;
  }
}
