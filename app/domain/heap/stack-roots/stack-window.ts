import type { Memory } from '../memory';

/** The live part of one goroutine's stack, [sp, high), by word. */
export class StackWindow {
  /** Run-time address of the first word. */
  readonly start: number;
  readonly end: number;
  readonly #view: DataView;

  constructor(start: number, bytes: Uint8Array) {
    this.start = start;
    this.end = start + bytes.length - (bytes.length % 8);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The word at a run-time address; undefined outside. */
  word(address: number): number | undefined {
    if (address < this.start || address + 8 > this.end) return undefined;
    const at = address - this.start;
    return this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 0x1_0000_0000;
  }
}

/** Undefined when sp lies outside the stack or its words were not copied. */
export function openStackWindow(
  memory: Memory,
  stack: { readonly low: number; readonly high: number },
  sp: number,
): StackWindow | undefined {
  if (!(sp > stack.low && sp <= stack.high)) return undefined;
  const start = sp - (sp % 8);
  const bytes = memory.bytes(start, stack.high - start);
  return bytes && new StackWindow(start, bytes);
}
