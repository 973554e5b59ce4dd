import type { Frame } from '../../contract/frame';

/** Texts, each once; 0 is the empty one. */
export class TextIndex {
  readonly list: string[] = [''];
  readonly #index = new Map<string, number>([['', 0]]);

  of(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

/** Frames, each once; 0 is none. */
export class FrameIndex {
  readonly list: Frame[] = [{ function: '', file: '', line: 0 }];
  readonly #index = new Map<string, number>();

  of(frame: Frame | undefined): number {
    if (frame === undefined) return 0;
    const { function: name, file, line } = frame;
    const key = `${name}\0${file}\0${line}`;
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    this.#index.set(key, this.list.length);
    return this.list.push({ function: name, file, line }) - 1;
  }
}
