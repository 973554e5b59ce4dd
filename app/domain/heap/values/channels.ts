import type { ValueMemory } from './source';

/** More waiters than goroutines fit in memory: a loop in torn memory. */
const maxWaiters = 1 << 20;

export interface Waiter {
  /** Undefined when the goroutine is not among those found. */
  readonly goid: number | undefined;
  /** Where the value lies that it sends or will be given; 0 when it wants none. */
  readonly elemAddress: number;
}

export interface Channel {
  readonly length: number;
  readonly capacity: number;
  readonly closed: boolean;
  /** Address of element `i` of the buffer, the oldest first. */
  elementAt(i: number, elementBytes: number): number;
  readonly senders: readonly Waiter[];
  readonly receivers: readonly Waiter[];
}

/** Reads the runtime.hchan at `address`; undefined when it was not copied. */
export function readChannel(values: ValueMemory, address: number): Channel | undefined {
  const hchan = values.source.image.record('runtime.hchan');
  if (hchan.sizeBytes === 0 || values.view(address, hchan.sizeBytes) === undefined) {
    return undefined;
  }
  const read = (field: string) => hchan.read(address, field);
  const capacity = read('dataqsiz');
  const length = Math.min(read('qcount'), capacity);
  const buffer = read('buf');
  const first = read('recvx');
  return {
    length,
    capacity,
    closed: read('closed') !== 0,
    elementAt: (i, elementBytes) => buffer + ((first + i) % Math.max(1, capacity)) * elementBytes,
    senders: readQueue(values, address + hchan.offset('sendq')),
    receivers: readQueue(values, address + hchan.offset('recvq')),
  };
}

/** waitq{first, last *sudog}. */
function readQueue(values: ValueMemory, queue: number): readonly Waiter[] {
  const { image } = values.source;
  const sudog = image.record('runtime.sudog');
  const waiters: Waiter[] = [];
  const seen = new Set<number>();
  let at = values.u64(queue) ?? 0;
  while (at !== 0 && !seen.has(at) && waiters.length < maxWaiters) {
    seen.add(at);
    if (values.view(at, sudog.sizeBytes) === undefined) break;
    // Go 1.26 made elem a pair { vp unsafe.Pointer; vu uintptr }, of which vu always holds the address.
    const isPair = sudog.fieldBytes('elem') === 16;
    const elemAddress = values.u64(at + sudog.offset('elem') + (isPair ? 8 : 0)) ?? 0;
    waiters.push({ goid: values.goid(sudog.read(at, 'g')), elemAddress });
    at = sudog.read(at, 'next');
  }
  return waiters;
}
