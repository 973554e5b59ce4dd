import type { ParkedOn } from './model';
import type { RuntimeImage } from './runtime-image';

/** Goroutine's g → address of the semaphore word it waits on, from the runtime's semaphore table. */
export type SemaphoreWaiters = ReadonlyMap<number, number>;

/** A select has at most 65,536 cases; a longer list loops. */
const maxSudogs = 1 << 16;
/** Waiters in the whole table; a larger number is a loop in torn memory. */
const maxWaiters = 1 << 24;

/** Channels of g.waiting; the semaphore where the runtime's table has the goroutine in a queue. */
export function readParkedOn(
  image: RuntimeImage,
  g: number,
  semaphores: SemaphoreWaiters,
): ParkedOn {
  const semaphore = semaphores.get(g);
  // From Go 1.26 on g.waiting names the sudog of a semaphore too, whose waitlink is the queue of all its waiters.
  if (semaphore !== undefined) return { channels: [], semaphore };
  const sudog = image.record('runtime.sudog');
  const channels: number[] = [];
  let waiting = image.record('runtime.g').read(g, 'waiting');
  for (let i = 0; waiting !== 0 && i < maxSudogs; i++) {
    const channel = tracedPointer(image, waiting, 'c');
    if (channel !== 0) channels.push(channel);
    waiting = sudog.read(waiting, 'waitlink');
  }
  return { channels, semaphore };
}

/** Everyone who waits in runtime.semtable. */
export function readSemaphoreWaiters(image: RuntimeImage): SemaphoreWaiters {
  const waiters = new Map<number, number>();
  visitSemaphoreQueues(image, (_, g, semaphore) => waiters.set(g, semaphore));
  return waiters;
}

/**
 * Walks runtime.semtable: a hash table of treaps, a node for each semaphore, its waiters linked by
 * waitlink.
 * @param visit is told of each waiter's sudog, its g and the address of the semaphore.
 */
export function visitSemaphoreQueues(
  image: RuntimeImage,
  visit: (sudog: number, g: number, semaphore: number) => void,
): void {
  const address = image.addressOf('runtime.semtable');
  const table = image.program.dwarf?.globals.find(({ name }) => name === 'runtime.semtable')?.type;
  const bucket = table?.elem;
  const root = bucket?.fields.find(({ name }) => name === 'root');
  const treap = root?.type.fields.find(({ name }) => name === 'treap');
  if (address === undefined || !table || !bucket || !root || !treap) return;
  const sudog = image.record('runtime.sudog');
  const nodes: number[] = [];
  for (let i = 0; i < (table.count ?? 0); i++) {
    const at = address + i * bucket.sizeBytes + root.offset + treap.offset;
    nodes.push(image.memory.u64(at) ?? 0);
  }
  const seen = new Set<number>();
  while (nodes.length > 0 && seen.size < maxWaiters) {
    const node = nodes.pop()!;
    if (node === 0 || seen.has(node)) continue;
    seen.add(node);
    const semaphore = tracedPointer(image, node, 'elem');
    let waiter = node;
    while (waiter !== 0 && (waiter === node || !seen.has(waiter)) && seen.size < maxWaiters) {
      seen.add(waiter);
      visit(waiter, sudog.read(waiter, 'g'), semaphore);
      waiter = sudog.read(waiter, 'waitlink');
    }
    nodes.push(sudog.read(node, 'prev'), sudog.read(node, 'next'));
  }
}

/**
 * A pointer field of a sudog. Go 1.26 made it a pair { vp unsafe.Pointer; vu uintptr } of which vp
 * may be hidden from the collector; vu always holds the address.
 */
export function tracedPointer(image: RuntimeImage, sudog: number, field: string): number {
  const record = image.record('runtime.sudog');
  const offset = record.offset(field);
  if (offset < 0) return 0;
  const isPair = record.fieldBytes(field) === 16;
  return image.memory.u64(sudog + offset + (isPair ? 8 : 0)) ?? 0;
}
