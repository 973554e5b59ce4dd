import { readGoroutineLabels } from './goroutine-labels';
import type { GoroutineStack } from './model';
import type { ProfileStacks } from './profile-stacks';
import type { Goroutine } from './stack-roots';
import type { RuntimeImage } from './stack-roots/runtime-image';

/**
 * Counts goroutines by stack and labels as the goroutine profile does, the most frequent first. Those that the
 * runtime started for itself are left out.
 * @param stuck one a goroutine: 1 when it can never run again.
 */
export function groupGoroutineStacks(
  image: RuntimeImage,
  stacks: ProfileStacks,
  goroutines: readonly Goroutine[],
  stuck: Uint8Array,
): readonly GoroutineStack[] {
  const groups = new Map<string, { -readonly [K in keyof GoroutineStack]: GoroutineStack[K] }>();
  goroutines.forEach((goroutine, i) => {
    if (goroutine.system) return;
    const pcs = goroutine.frames.map(({ lookupPc }) => lookupPc);
    const labels = readGoroutineLabels(image, goroutine.g);
    // Wrappers are left out: those that came through different ones may be alike.
    const callers = stacks.callers(pcs);
    const key = `${callers.join()} ${JSON.stringify(labels)}`;
    let group = groups.get(key);
    if (!group) {
      const locations = stacks.locate(callers);
      groups.set(key, (group = { locations, labels, count: 0, stuck: 0 }));
    }
    group.count++;
    group.stuck += stuck[i]!;
  });
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
