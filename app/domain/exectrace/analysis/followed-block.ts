import { blockBytes, blockCapacity, type EventBlock } from '../event-block';
import { eventType as ev } from '../event-type';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';

/** By event type: what the analysis does with it, as layout.ts has it. */
export const interest: Uint8Array = (() => {
  const table = new Uint8Array(256);
  table.fill(layout.isTransition, ev.goCreate, ev.goStatus + 1);
  table.fill(layout.isTransition, ev.goSwitch, ev.goStatusStack + 1);
  // What the collector does concerns the goroutines that do it; stops and cycles concern the heap, too.
  table.fill(layout.isInOrder, ev.stwBegin, ev.gcMarkAssistEnd + 1);
  for (const type of [ev.stwBegin, ev.stwEnd, ev.gcActive, ev.gcBegin, ev.gcEnd]) {
    table[type] = layout.isInOrder | layout.isSetAside;
  }
  table[ev.goLabel] = layout.isInOrder;
  table[ev.procsChange] = layout.isInOrder;
  table[ev.generationSync] = layout.isInOrder;
  table.fill(layout.isSetAside, ev.heapAlloc, ev.heapGoal + 1);
  table.fill(layout.isSetAside, ev.userTaskBegin, ev.userRegionEnd + 1);
  return table;
})();

/** The block that the kernel looks at. */
export class FollowedBlock {
  private copy: Uint8Array | undefined;
  private readonly aside: Int32Array;

  /** @param isOwn the blocks lie in the kernel's memory; otherwise they are copied. */
  constructor(
    private readonly kernel: Kernel,
    private readonly isOwn: boolean,
  ) {
    kernel.setInterest(interest);
    this.aside = kernel.i32(layout.setAsideArray, blockCapacity);
  }

  take({ bytes }: EventBlock): void {
    const { kernel } = this;
    kernel.words[layout.setAsideCount] = 0;
    if (this.isOwn) kernel.words[layout.followedArray] = bytes.byteOffset;
    else {
      this.copy ??= kernel.u8(layout.followedArray, blockBytes);
      this.copy.set(bytes);
    }
  }

  /** Indices of the events that were set aside while the block was followed. */
  get setAside(): Int32Array {
    return this.aside.subarray(0, this.kernel.words[layout.setAsideCount]);
  }
}
