import type { GoType } from '../gosym';
import type { RuntimeImage } from './stack-roots/runtime-image';
import type { Slot, Typing, TypingTable } from './typings';

/** Places of 4 bytes from a closure's entry at which its captured variables are looked for. */
const lookahead = 12;
/** `main.(*square).area-fm`, `main.circle.area-fm`. */
const methodValue = /^(.+)\.(?:\(\*([^)]+)\)|([^.()]+))\.[^.]+-fm$/;

/** What func values point to: {pc, captured variables…}. */
export class ClosureTypes {
  readonly #image: RuntimeImage;
  readonly #typings: TypingTable;
  readonly #known = new Map<number, Typing | undefined>();

  constructor(image: RuntimeImage, typings: TypingTable) {
    this.#image = image;
    this.#typings = typings;
  }

  /** @returns undefined when no function begins at what `pointer` points to: it is no func value. */
  of(pointer: number): Typing | undefined {
    const pc = this.#image.memory.u64(pointer);
    if (pc === undefined || pc === 0) return undefined;
    if (!this.#known.has(pc)) this.#known.set(pc, this.#read(pc));
    return this.#known.get(pc);
  }

  #read(pc: number): Typing | undefined {
    const { symbols, program, snapshot } = this.#image;
    const func = symbols.find(pc);
    if (func?.entry !== pc) return undefined;
    const slots = new Map<number, Slot>();
    let sizeBytes = 8;
    const capture = (name: string, type: GoType, offset: number) => {
      sizeBytes = Math.max(sizeBytes, offset + type.sizeBytes);
      for (const [word, slot] of this.#typings.slotsOf(type)) {
        const accessor = `(closure).${name}${slot.accessor}`;
        slots.set(offset / 8 + word, { ...slot, accessor });
      }
    };
    const entry = pc - snapshot.header.bias;
    // Optimised code places a captured variable only once it is loaded: look a little further in.
    for (let i = 0; i < lookahead; i++) {
      for (const { name, type, closureOffset } of program.dwarf?.variablesAt(entry + 4 * i) ?? []) {
        if (closureOffset !== undefined && type) {
          capture(name.replace(/^&/, ''), type, closureOffset);
        }
      }
    }
    // A method value captures its receiver, which no variable stands for.
    const method = methodValue.exec(func.name);
    const receiver = method && program.dwarf?.typeByName(`${method[1]}.${method[2] ?? method[3]}`);
    if (receiver && method[2] === undefined) capture('receiver', receiver, 8);
    else if (receiver) {
      slots.set(1, { kind: 'pointer', target: receiver, accessor: '(closure).receiver' });
    }
    return this.#typings.ofClosure(func.name, slots, sizeBytes);
  }
}
