import { stackRootKinds, type StackRootColumns, type StackRootKind } from './model';

const kindIndex = new Map(stackRootKinds.map((kind, index) => [kind, index]));

/** Grows the columns; `finish` gives them cut to length. */
export class RootTable {
  #kind = new Uint8Array(1024);
  #goroutine = new Uint32Array(1024);
  #frame = new Uint32Array(1024);
  #slot = new Float64Array(1024);
  #value = new Float64Array(1024);
  #length = 0;

  add(kind: StackRootKind, goroutine: number, frame: number, slot: number, value: number): void {
    if (this.#length === this.#kind.length) this.#grow();
    const i = this.#length++;
    this.#kind[i] = kindIndex.get(kind)!;
    this.#goroutine[i] = goroutine;
    this.#frame[i] = frame;
    this.#slot[i] = slot;
    this.#value[i] = value;
  }

  finish(): StackRootColumns {
    const length = this.#length;
    return {
      length,
      kind: this.#kind.slice(0, length),
      goroutine: this.#goroutine.slice(0, length),
      frame: this.#frame.slice(0, length),
      slot: this.#slot.slice(0, length),
      value: this.#value.slice(0, length),
    };
  }

  #grow(): void {
    const capacity = this.#length * 2;
    this.#kind = grown(new Uint8Array(capacity), this.#kind);
    this.#goroutine = grown(new Uint32Array(capacity), this.#goroutine);
    this.#frame = grown(new Uint32Array(capacity), this.#frame);
    this.#slot = grown(new Float64Array(capacity), this.#slot);
    this.#value = grown(new Float64Array(capacity), this.#value);
  }
}

function grown<T extends { set(from: ArrayLike<number>): void }>(
  target: T,
  from: ArrayLike<number>,
): T {
  target.set(from);
  return target;
}
