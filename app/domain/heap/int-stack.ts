/** A stack of 32-bit integers: four bytes each, where a JavaScript array may take a box. */
export class IntStack {
  length = 0;
  #items = new Int32Array(1024);

  push(value: number): void {
    if (this.length === this.#items.length) {
      const items = new Int32Array(this.length * 2);
      items.set(this.#items);
      this.#items = items;
    }
    this.#items[this.length++] = value;
  }

  /** The stack must not be empty. */
  pop(): number {
    return this.#items[--this.length]!;
  }
}
