import type { HeapAnalysis } from '../heap/model';
import type { MemoryEvidence } from '../verdict/evidence';
import { isAgentFunction, isGoWrapper } from './user-module';
import { findStartFunction, findWaitFrame } from './goroutine-groups';

/** What the snapshot says, in the verdict's terms. */
export function computeMemoryEvidence(
  heap: HeapAnalysis,
  isUserFunction: (name: string) => boolean,
): MemoryEvidence {
  const mayWake = new Map(
    heap.waitGroups.flatMap(({ goids, alive }) => goids.map((goid) => [goid, alive] as const)),
  );
  return {
    trusted: heap.trusted,
    selfCheckError: heap.selfCheckError,
    reachableBytes: heap.reachableBytes,
    objects: heap.reachableObjects,
    holders: heap.holders,
    sampled: heap.sampled,
    goroutines: heap.goroutines
      .filter((goroutine) => !goroutine.stack.some((frame) => isAgentFunction(frame.function)))
      .map((goroutine) => ({
        goid: goroutine.goid,
        function: isGoWrapper(goroutine.function)
          ? findStartFunction(goroutine.stack)
          : goroutine.function,
        reason: goroutine.reason,
        waiting: goroutine.waiting,
        blockedAt: findWaitFrame(goroutine.stack, isUserFunction),
        createdBy: goroutine.createdBy,
        waitsOn: goroutine.waitsOn,
        provenStuck: goroutine.provenStuck,
        mayWake: mayWake.get(goroutine.goid),
        waitedMs: goroutine.waitedMs,
      })),
    pauseMs: heap.pauseMs,
  };
}
