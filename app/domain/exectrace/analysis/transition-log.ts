import type { EventBlock, GenerationContext } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import type { StackInterner } from './stack-interner';

/** Transitions kept: the last this many before the end of the range. 44 bytes each. */
export const logCapacity = 1 << 20;

/**
 * The last transitions of goroutines, each linked to the one before it of the same goroutine and, when another
 * goroutine caused it, to where that one stood. Entries have rising numbers; `rowOf` says where one is.
 */
export class TransitionLog {
  /** Number of the next entry. */
  next = 0;
  time = new Float64Array(4096);
  goid = new Float64Array(4096);
  /** State before × 8 + state after. */
  states = new Uint8Array(4096);
  /** Text index of the reason. */
  reason = new Int32Array(4096);
  /** Interned: where the goroutine stops, or where the other one woke or created it. */
  stack = new Int32Array(4096);
  /** Entry before of the same goroutine; −1: none. */
  previous = new Int32Array(4096);
  /** Entry at which the goroutine stood that woke or created this one; −1: none did. */
  cause = new Int32Array(4096);
  /** By slot: its last entry; −1: none. */
  private last = new Int32Array(1024).fill(-1);

  constructor(private readonly stacks: StackInterner) {}

  /** Row of an entry, or −1 when it is no longer kept. */
  rowOf(entry: number): number {
    return entry >= 0 && entry >= this.next - logCapacity ? entry % logCapacity : -1;
  }

  /** Event `i` of a block is a transition of a goroutine to another state. */
  add(block: EventBlock, i: number, generation: GenerationContext): void {
    const slot = block.subject[i]!;
    const states = block.state[i]!;
    const from = states >> 3;
    const to = states & 7;
    const row = this.next % logCapacity;
    this.reserve(row, slot);
    const isNew = from === g.ended || from === g.undetermined;
    const other = block.goroutine[i]!;
    const isCaused = to === g.runnable || block.type[i] === ev.goCreateBlocked;
    const byOther = isCaused && from !== g.undetermined && other >= 0 && other !== slot;
    this.time[row] = block.time[i]!;
    this.goid[row] = generation.goroutines.goid[slot]!;
    this.states[row] = states;
    this.reason[row] = from === g.running ? block.text[i]! : 0;
    this.stack[row] = this.stacks.intern(block.stack[i]!);
    this.previous[row] = isNew ? -1 : this.last[slot]!;
    this.cause[row] = byOther ? (this.last[other] ?? -1) : -1;
    this.last[slot] = this.next++;
  }

  private reserve(row: number, slot: number): void {
    this.time = withRoomFor(this.time, row);
    this.goid = withRoomFor(this.goid, row);
    this.states = withRoomFor(this.states, row);
    this.reason = withRoomFor(this.reason, row);
    this.stack = withRoomFor(this.stack, row);
    this.previous = withRoomFor(this.previous, row);
    this.cause = withRoomFor(this.cause, row);
    const from = this.last.length;
    if (slot >= from) this.last = withRoomFor(this.last, slot).fill(-1, from);
  }
}
