import type { CapturedVariables } from './captured-variables';
import type { RuntimeImage } from './stack-roots/runtime-image';
import type { Slot, Typing, TypingTable } from './typings';

/** What func values point to: {pc, captured variables…}. */
export class ClosureTypes {
  readonly #image: RuntimeImage;
  readonly #typings: TypingTable;
  readonly #captured: CapturedVariables;
  readonly #known = new Map<number, Typing | undefined>();

  constructor(image: RuntimeImage, typings: TypingTable, captured: CapturedVariables) {
    this.#image = image;
    this.#typings = typings;
    this.#captured = captured;
  }

  /** @returns undefined when no function begins at what `pointer` points to: it is no func value. */
  of(pointer: number): Typing | undefined {
    const pc = this.#image.memory.u64(pointer);
    if (pc === undefined || pc === 0) return undefined;
    if (!this.#known.has(pc)) this.#known.set(pc, this.#read(pc));
    return this.#known.get(pc);
  }

  #read(pc: number): Typing | undefined {
    const func = this.#image.symbols.find(pc);
    if (func?.entry !== pc) return undefined;
    const slots = new Map<number, Slot>();
    let sizeBytes = 8;
    for (const { name, type, offset } of this.#captured.of(func)) {
      sizeBytes = Math.max(sizeBytes, offset + type.sizeBytes);
      for (const [word, slot] of this.#typings.slotsOf(type)) {
        const accessor = `(closure).${name}${slot.accessor}`;
        slots.set(offset / 8 + word, { ...slot, accessor });
      }
    }
    return this.#typings.ofClosure(func.name, slots, sizeBytes);
  }
}
