import type { Frame } from '../../contract/frame';
import type { GoroutineDump } from '../pprof/goroutine-text';
import type { GoroutineGroup } from '../verdict/evidence';
import { placeKey } from '../verdict/places';
import { isAgentFunction, isGoWrapper } from './user-module';

/** Every goroutine of one moment, with its stack. */
export interface TimedDump {
  readonly atSeconds: number;
  readonly goroutines: readonly GoroutineDump[];
}

interface Draft {
  readonly sample: GoroutineDump;
  readonly goids: Set<number>[];
}

/**
 * Groups goroutines by creation line, function and the line of the user's code where they wait, over all dumps.
 * Goroutine 1, the agent and goroutines that run at the moment of a dump are no suspects.
 * @param leaked goids that Go's own leak profile marks, where the program has that profile.
 */
export function computeGoroutineGroups(
  dumps: readonly TimedDump[],
  isUserFunction: (name: string) => boolean,
  leaked?: ReadonlySet<number>,
): GoroutineGroup[] {
  const drafts = new Map<string, Draft>();
  dumps.forEach(({ goroutines }, moment) => {
    for (const goroutine of goroutines) {
      if (goroutine.goid === 1 || !isWaiting(goroutine.state) || isAgent(goroutine)) continue;
      const key = groupKey(goroutine, isUserFunction);
      const draft = drafts.get(key) ?? { sample: goroutine, goids: dumps.map(() => new Set()) };
      drafts.set(key, draft);
      draft.goids[moment]!.add(goroutine.goid);
    }
  });
  const atSeconds = dumps.map((dump) => dump.atSeconds);
  return [...drafts].map(([key, { sample, goids }]) => {
    const last = [...(goids[goids.length - 1] ?? [])].sort((a, b) => a - b);
    return {
      key,
      function: findStartFunction(sample.frames),
      createdBy: sample.createdBy && toFrame(sample.createdBy),
      blockedAt: findWaitFrame(sample.frames, isUserFunction),
      reason: sample.state,
      counts: { atSeconds, values: goids.map((set) => set.size) },
      goids: last,
      survival: computeSurvival(goids),
      ...(leaked && { leaked: last.filter((goid) => leaked.has(goid)) }),
    };
  });
}

/** Where the user's code waits: the first frame of the user's module, else the leaf. */
export function findWaitFrame(
  frames: readonly Frame[],
  isUserFunction: (name: string) => boolean,
): Frame | undefined {
  return (
    frames.find((frame) => isUserFunction(frame.function) && !isGoWrapper(frame.function)) ??
    frames[0]
  );
}

/** The function a goroutine was started with: outermost frame, compiler's wrappers passed over. */
export function findStartFunction(frames: readonly Frame[]): string {
  for (let i = frames.length - 1; i >= 0; i--) {
    const name = frames[i]!.function;
    if (!isGoWrapper(name) && name !== 'runtime.goexit') return name;
  }
  return 'unknown';
}

const isWaiting = (state: string) => state !== 'running' && state !== 'runnable';

const isAgent = ({ frames, createdBy }: GoroutineDump) =>
  frames.some((frame) => isAgentFunction(frame.function)) ||
  (createdBy !== undefined && isAgentFunction(createdBy.function));

function groupKey(goroutine: GoroutineDump, isUserFunction: (name: string) => boolean): string {
  const { createdBy, frames, state } = goroutine;
  const wait = findWaitFrame(frames, isUserFunction);
  return [
    createdBy ? placeKey(createdBy) : '',
    findStartFunction(frames),
    wait ? placeKey(wait) : '',
    state,
  ].join(' | ');
}

function computeSurvival(goids: readonly ReadonlySet<number>[]): number {
  const last = goids[goids.length - 1] ?? new Set<number>();
  const earlier = new Set(goids.slice(0, -1).flatMap((set) => [...set]));
  if (earlier.size === 0) return 1;
  let left = 0;
  for (const goid of earlier) if (last.has(goid)) left++;
  return left / earlier.size;
}

const toFrame = ({ function: name, file, line }: Frame): Frame => ({ function: name, file, line });
