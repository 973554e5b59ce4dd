import type { HeapGraph } from '../heap-graph';
import type { Goroutine } from '../stack-roots';
import { tracedPointer, visitSemaphoreQueues } from '../stack-roots/parked-on';
import type { RuntimeImage } from '../stack-roots/runtime-image';
import { findCondWaiters } from './cond-waiters';

/**
 * What a goroutine is blocked in, as far as only another goroutine can end it, and only by reaching
 * what is waited for.
 *
 * - `channel`: send, receive or select; any of `targets` may end it.
 * - `semaphore`: Mutex, RWMutex, WaitGroup; the target is the semaphore's word.
 * - `cond`: sync.Cond; the target is its list of waiters.
 * - `forever`: nil channel, `select {}`; by the language it never ends.
 * - `none`: everything else, and whatever is unclear: it counts as able to run.
 */
export type WaitKind = 'none' | 'forever' | 'channel' | 'semaphore' | 'cond';

export interface Wait {
  readonly kind: WaitKind;
  /** Run-time addresses. */
  readonly targets: readonly number[];
}

/** The waits of all goroutines, and the records of the runtime that lead from them to their targets. */
export interface Waits {
  /** One a goroutine, in their order. */
  readonly of: readonly Wait[];
  /** Addresses of sudogs in use. */
  readonly sudogs: ReadonlySet<number>;
}

const channelReasons: ReadonlySet<string> = new Set(['chan receive', 'chan send', 'select']);
/** `semacquire` is how WaitGroup.Wait is called up to Go 1.24, and what file descriptors wait in. */
const semaphoreReasons: ReadonlySet<string> = new Set([
  'semacquire',
  'sync.Mutex.Lock',
  'sync.RWMutex.RLock',
  'sync.RWMutex.Lock',
  'sync.WaitGroup.Wait',
]);
const condReason = 'sync.Cond.Wait';
const foreverReasons: ReadonlySet<string> = new Set([
  'chan receive (nil chan)',
  'chan send (nil chan)',
  'select (no cases)',
]);

const noWait: Wait = { kind: 'none', targets: [] };
const forever: Wait = { kind: 'forever', targets: [] };
/** A select has at most 65,536 cases; a longer list loops. */
const maxCases = 1 << 16;

/** Reads what each goroutine is blocked in. */
export function readWaits(
  image: RuntimeImage,
  graph: HeapGraph,
  goroutines: readonly Goroutine[],
): Waits {
  const sudogs = new Set<number>();
  const semaphores = new Map<number, number>();
  visitSemaphoreQueues(image, (sudog, g, semaphore) => {
    sudogs.add(sudog);
    semaphores.set(g, semaphore);
  });
  const inCond = goroutines.filter((goroutine) => reasonOf(goroutine) === condReason);
  const conds = findCondWaiters(image, graph, inCond);
  for (const { sudog } of conds.values()) sudogs.add(sudog);
  const of = goroutines.map((goroutine): Wait => {
    const reason = reasonOf(goroutine);
    if (reason === undefined) return noWait;
    if (foreverReasons.has(reason)) return forever;
    if (channelReasons.has(reason)) return readChannelWait(image, goroutine.g, reason, sudogs);
    if (reason === condReason) {
      const list = conds.get(goroutine.g)?.list;
      return list === undefined ? noWait : { kind: 'cond', targets: [list] };
    }
    // Not in the runtime's table: it has just been released and will run.
    const semaphore = semaphoreReasons.has(reason) ? semaphores.get(goroutine.g) : undefined;
    return semaphore ? { kind: 'semaphore', targets: [semaphore] } : noWait;
  });
  return { of, sudogs };
}

/** Undefined unless it is parked, in the program's own name. A leaked one is what Go 1.27 has found so before. */
function reasonOf({ status, system, waitReason }: Goroutine): string | undefined {
  return !system && (status === 'waiting' || status === 'leaked') ? waitReason : undefined;
}

/**
 * The channels of g.waiting. One whose record has left its channel's queue has been chosen, and one whose channel is
 * closed is about to be: both are waiting in name only.
 */
function readChannelWait(
  image: RuntimeImage,
  g: number,
  reason: string,
  sudogs: Set<number>,
): Wait {
  const record = image.record('runtime.sudog');
  const at = image.record('runtime.g').offset('waiting');
  const first = at < 0 ? undefined : image.memory.u64(g + at);
  if (first === undefined) return noWait;
  // The list is made before it parks: none means that every case has a nil channel.
  if (first === 0) return reason === 'select' ? forever : noWait;
  const targets: number[] = [];
  let isWoken = false;
  let sudog = first;
  for (let i = 0; sudog !== 0; i++) {
    const channel = tracedPointer(image, sudog, 'c');
    if (i === maxCases || channel === 0 || record.read(sudog, 'g') !== g) return noWait;
    if (!isQueued(image, channel, sudog)) isWoken = true;
    sudogs.add(sudog);
    targets.push(channel);
    sudog = record.read(sudog, 'waitlink');
  }
  return isWoken ? noWait : { kind: 'channel', targets };
}

function isQueued({ memory, record }: RuntimeImage, channel: number, sudog: number): boolean {
  const hchan = record('runtime.hchan');
  const first = record('runtime.waitq').offset('first');
  const closed = memory.u32(channel + hchan.offset('closed'));
  if (closed !== 0 || first < 0) return false;
  const links = record('runtime.sudog');
  const before = links.read(sudog, 'prev');
  if (before !== 0) return links.read(before, 'next') === sudog;
  return ['recvq', 'sendq'].some(
    (queue) => memory.u64(channel + hchan.offset(queue) + first) === sudog,
  );
}
