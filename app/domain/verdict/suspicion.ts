import type { AliveReason } from '../../contract/heap-leaks';
import type { MemoryGoroutine } from './evidence';

/** Why goroutines that are accused by their growth are not proven to be stuck. */
export interface Doubt {
  /** What holds for most of them. */
  readonly mayWake: AliveReason;
  /** Of the one that waits longest; undefined when not known. */
  readonly waitedMs: number | undefined;
}

/** Undefined when one of them is proven stuck, or the snapshot knows none of them. */
export function findDoubt(inMemory: readonly MemoryGoroutine[]): Doubt | undefined {
  const reasons = new Map<string, { reason: AliveReason; count: number }>();
  for (const { mayWake, waiting } of inMemory) {
    if (!waiting || mayWake === undefined) continue;
    const known = reasons.get(mayWake.code) ?? { reason: mayWake, count: 0 };
    known.count++;
    reasons.set(mayWake.code, known);
  }
  const [most] = [...reasons.values()].sort((a, b) => b.count - a.count);
  if (most === undefined || inMemory.some(({ provenStuck }) => provenStuck)) return undefined;
  const waited = inMemory.flatMap(({ waitedMs }) => waitedMs ?? []);
  const waitedMs = waited.length > 0 ? waited.reduce((a, b) => Math.max(a, b)) : undefined;
  return { mayWake: most.reason, waitedMs };
}
