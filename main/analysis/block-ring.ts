import { blockBytes, newEventBlock, type EventBlock, type Place } from '../../app/domain/exectrace';

/** Blocks on their way: 5 MB. Fewer make one thread wait for the other. */
const slots = 24;
/** Who waits for a block, vacant or full, sleeps until there are so many: waking a thread costs more than a block. */
const wakeEvery = slots / 4;
/** Int32 words before those of the slots, which are two each. */
const fixedWords = 4;
const word = { published: 0, consumed: 1, state: 2 } as const;
const controlBytes = (fixedWords + 2 * slots) * 4;
/** Bytes of a ring. */
export const ringBytes = controlBytes + slots * blockBytes;

/** What the consumer is doing. */
export const ringState = { starting: 0, working: 1, done: 2, failed: 3 } as const;

/**
 * Blocks of events in memory that two threads share: one fills them in turn, the other empties them. Both sides make one
 * over the same memory. A block goes with the number of messages that were posted before it, which say what its ids
 * mean: the consumer handles those first.
 */
export class BlockRing {
  private readonly control: Int32Array;
  private readonly blocks: readonly EventBlock[];
  /** Of this side: blocks published, or consumed. */
  private turn = 0;

  /** @param place `ringBytes` of a kernel's memory, all 0 when the first side takes it. */
  constructor({ memory, at }: Place) {
    this.control = new Int32Array(memory, at, controlBytes / 4);
    this.blocks = Array.from({ length: slots }, (_, i) =>
      newEventBlock({ memory, at: at + controlBytes + i * blockBytes }),
    );
  }

  /** The block to fill next; undefined when none came free within so many milliseconds. */
  vacant(timeoutMs: number): EventBlock | undefined {
    const consumed = Atomics.load(this.control, word.consumed);
    if (this.turn - consumed >= slots) {
      Atomics.wait(this.control, word.consumed, consumed, timeoutMs);
      if (Atomics.load(this.control, word.consumed) === consumed) return undefined;
    }
    const block = this.blocks[this.turn % slots]!;
    block.length = 0;
    return block;
  }

  /** Hands over the block that `vacant` gave; `messages` counts all that were posted so far. After the last one none follows. */
  publish(messages: number, isLast = false): void {
    const at = fixedWords + 2 * (this.turn % slots);
    this.control[at] = this.blocks[this.turn % slots]!.length;
    this.control[at + 1] = messages;
    Atomics.store(this.control, word.published, ++this.turn);
    if (isLast || this.turn % wakeEvery === 0) Atomics.notify(this.control, word.published);
  }

  /** The next block, waited for, and how many messages come before it. */
  next(): { block: EventBlock; messages: number } {
    while (Atomics.load(this.control, word.published) === this.turn) {
      Atomics.wait(this.control, word.published, this.turn);
    }
    const at = fixedWords + 2 * (this.turn % slots);
    const block = this.blocks[this.turn % slots]!;
    block.length = this.control[at]!;
    return { block, messages: this.control[at + 1]! };
  }

  /** The block that `next` gave may be filled again. */
  release(): void {
    Atomics.store(this.control, word.consumed, ++this.turn);
    if (this.turn % wakeEvery === 0) Atomics.notify(this.control, word.consumed);
  }

  get state(): number {
    return Atomics.load(this.control, word.state);
  }

  set state(state: number) {
    Atomics.store(this.control, word.state, state);
    Atomics.notify(this.control, word.state);
    // Whoever waits for a vacant block looks at the state then.
    Atomics.notify(this.control, word.consumed);
  }

  /** Waits until the state is another one, at most so many milliseconds. */
  waitForState(unlike: number, timeoutMs: number): void {
    Atomics.wait(this.control, word.state, unlike, timeoutMs);
  }
}
