import { blockBytes, type EventBlock } from '../event-block';
import { eventType as ev } from '../event-type';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';

/** By event type: what the analysis does with it, as layout.ts has it. */
export const interest: Uint8Array = (() => {
  const table = new Uint8Array(256);
  table.fill(layout.isTransition, ev.goCreate, ev.goStatus + 1);
  table.fill(layout.isTransition, ev.goSwitch, ev.goStatusStack + 1);
  table.fill(layout.isOther, ev.stwBegin, ev.userRegionEnd + 1);
  table[ev.procsChange] = layout.isOther;
  table[ev.generationSync] = layout.isOther;
  return table;
})();

/** The block that the kernel looks at. */
export class FollowedBlock {
  private copy: Uint8Array | undefined;

  /** @param isOwn the blocks lie in the kernel's memory; otherwise they are copied. */
  constructor(
    private readonly kernel: Kernel,
    private readonly isOwn: boolean,
  ) {
    kernel.setInterest(interest);
  }

  take({ bytes }: EventBlock): void {
    const { kernel } = this;
    if (this.isOwn) kernel.words[layout.followedArray] = bytes.byteOffset;
    else {
      this.copy ??= kernel.u8(layout.followedArray, blockBytes);
      this.copy.set(bytes);
    }
  }
}
