import * as at from './kernel/layout';
import { IdTable } from './kernel/id-table';
import type { Kernel } from './kernel/kernel';

const firstSlots = 1024;
const firstPlaces = 4096;

/**
 * Goroutines that exist now, each at a slot: a small number that arrays can be indexed by. The slot
 * of an ended goroutine is used again only after `recycle`, so that a block of events never means
 * two goroutines by one slot. What happens with every event is in kernel/assembly/slots.ts.
 */
export class GoroutineSlots {
  goid: Float64Array;
  status: Uint8Array;
  /** Relative generation × 2^33 + sequence number within it; see `Schedule.sequenceBase`. */
  sequence: Float64Array;
  /** 1: a stop of the world may be in flight, which ends with the goroutine; see `Schedule.stops`. */
  inRange: Uint8Array;
  /** 1: it assists the collector. */
  assist: Uint8Array;
  /** Innermost open region; see kernel/assembly/regions.ts. */
  private regionTop: Int32Array;
  private free: Int32Array;
  private ended: Int32Array;
  private readonly ids: IdTable;

  constructor(private readonly kernel: Kernel) {
    this.goid = kernel.f64(at.goidArray, firstSlots);
    this.status = kernel.u8(at.statusArray, firstSlots);
    this.sequence = kernel.f64(at.sequenceArray, firstSlots);
    this.inRange = kernel.u8(at.inRangeArray, firstSlots);
    this.assist = kernel.u8(at.assistArray, firstSlots);
    this.regionTop = kernel.i32(at.regionTopArray, firstSlots);
    this.free = kernel.i32(at.freeArray, firstSlots);
    this.ended = kernel.i32(at.endedArray, firstSlots);
    const words = { keys: at.goidKeysArray, values: at.goidValuesArray };
    this.ids = new IdTable(kernel, { ...words, mask: at.goidMask, used: at.goidUsed }, firstPlaces);
    kernel.words[at.slotCapacity] = firstSlots;
  }

  /** Slot of a goroutine, −1 when there is none of this id. */
  find(goid: number): number {
    return this.kernel.calls.findSlot(goid);
  }

  add(goid: number, status: number, sequence: number): number {
    for (;;) {
      const slot = this.kernel.calls.addSlot(goid, status, sequence);
      if (slot >= 0) return slot;
      this.grow();
    }
  }

  remove(slot: number): void {
    this.kernel.calls.dropSlot(slot);
    this.inRange[slot] = 0;
  }

  /** Slots of ended goroutines may be given out again. */
  recycle(): void {
    this.kernel.calls.recycleSlots();
  }

  private grow(): void {
    const { kernel } = this;
    const { words } = kernel;
    const { length } = this.goid;
    if (words[at.slotCount] === length) {
      this.goid = kernel.withRoomFor(at.goidArray, this.goid, length);
      this.status = kernel.withRoomFor(at.statusArray, this.status, length);
      this.sequence = kernel.withRoomFor(at.sequenceArray, this.sequence, length);
      this.inRange = kernel.withRoomFor(at.inRangeArray, this.inRange, length);
      this.assist = kernel.withRoomFor(at.assistArray, this.assist, length);
      this.regionTop = kernel.withRoomFor(at.regionTopArray, this.regionTop, length);
      this.free = kernel.withRoomFor(at.freeArray, this.free, length);
      this.ended = kernel.withRoomFor(at.endedArray, this.ended, length);
      words[at.slotCapacity] = this.goid.length;
    }
    this.ids.makeRoom();
  }
}
