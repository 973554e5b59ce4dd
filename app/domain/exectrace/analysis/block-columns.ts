import { blockCapacity, type EventBlock } from '../event-block';
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

/** The columns of a block that `follow` and `tally` read, in the memory of the kernel: the block itself may be anywhere. */
export class BlockColumns {
  private readonly type: Uint8Array;
  private readonly time: Float64Array;
  private readonly subject: Int32Array;
  private readonly state: Uint8Array;
  private readonly text: Int32Array;
  private readonly stack: Int32Array;
  private readonly thread: Int32Array;
  private readonly proc: Int32Array;

  constructor(kernel: Kernel) {
    this.type = kernel.u8(layout.typeColumnArray, blockCapacity);
    this.time = kernel.f64(layout.timeColumnArray, blockCapacity);
    this.subject = kernel.i32(layout.subjectColumnArray, blockCapacity);
    this.state = kernel.u8(layout.stateColumnArray, blockCapacity);
    this.text = kernel.i32(layout.textColumnArray, blockCapacity);
    this.stack = kernel.i32(layout.stackColumnArray, blockCapacity);
    this.thread = kernel.i32(layout.threadColumnArray, blockCapacity);
    this.proc = kernel.i32(layout.procColumnArray, blockCapacity);
    kernel.setInterest(interest);
  }

  take({ type, time, subject, state, text, stack, thread, proc, length }: EventBlock): void {
    this.type.set(type.subarray(0, length));
    this.time.set(time.subarray(0, length));
    this.subject.set(subject.subarray(0, length));
    this.state.set(state.subarray(0, length));
    this.text.set(text.subarray(0, length));
    this.stack.set(stack.subarray(0, length));
    this.thread.set(thread.subarray(0, length));
    this.proc.set(proc.subarray(0, length));
  }
}
