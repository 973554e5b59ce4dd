import { withRoomFor } from '../exectrace/growable';

/**
 * What a goroutine was doing and where: state, reason (text index) and stack (index for the whole
 * trace), each combination once. A row of a lane names it by one small number.
 */
export class SiteTable {
  count = 0;
  state = new Uint8Array(256);
  text = new Int32Array(256);
  stack = new Int32Array(256);
  /** Open addressing: site + 1, 0 for a free place. */
  private slots = new Int32Array(1024);

  intern(state: number, text: number, stack: number): number {
    const mask = this.slots.length - 1;
    let i = hash(state, text, stack) & mask;
    for (; ; i = (i + 1) & mask) {
      const site = this.slots[i]! - 1;
      if (site < 0) break;
      if (this.stack[site] === stack && this.text[site] === text && this.state[site] === state) {
        return site;
      }
    }
    const site = this.add(state, text, stack);
    this.slots[i] = site + 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return site;
  }

  /** Appends without looking for an equal one: for sites that were written by another run. */
  add(state: number, text: number, stack: number): number {
    const site = this.count++;
    this.state = withRoomFor(this.state, site);
    this.text = withRoomFor(this.text, site);
    this.stack = withRoomFor(this.stack, site);
    this.state[site] = state;
    this.text[site] = text;
    this.stack[site] = stack;
    return site;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let site = 0; site < this.count; site++) {
      let i = hash(this.state[site]!, this.text[site]!, this.stack[site]!) & mask;
      while (this.slots[i] !== 0) i = (i + 1) & mask;
      this.slots[i] = site + 1;
    }
  }
}

const hash = (state: number, text: number, stack: number): number =>
  Math.imul(Math.imul(stack, 8191) + text, 0x9e3779b1) + state;
