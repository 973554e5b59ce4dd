import type { RuntimeImage } from './runtime-image';
import type { Start, Thread } from './start';

/** Detectors need little stack, and the snapshot has no more of it. */
const maxDetectorStackBytes = 32 << 10;

/**
 * Where goroutine `g` may have left its stack for the race detector's, from the innermost place on. `racecall` notes
 * it nowhere but in a register that C functions save: whatever points to a return address on the goroutine's stack may
 * be it. Whoever asks must see which of them unwinds to the stack's very begin.
 */
export function raceCallsOf(
  image: RuntimeImage,
  stack: { readonly low: number; readonly high: number },
  thread: Thread | undefined,
): readonly Start[] {
  const { memory, architecture, symbols } = image;
  if (thread?.registers === undefined) return [];
  const { general } = thread.registers;
  const systemG = image.record('runtime.m').read(thread.m, 'g0');
  const schedule = systemG + image.record('runtime.g').offset('sched');
  const top = image.record('runtime.gobuf').read(schedule, 'sp');
  const sp = general[architecture.stackPointer] ?? 0;
  if (systemG === 0 || !(sp < top && top - sp <= maxDetectorStackBytes)) return [];
  const words = Object.values(general);
  for (let at = Math.ceil(sp / 8) * 8; at < top; at += 8) words.push(memory.u64(at) ?? 0);
  const places = new Set(words.filter((word) => word > stack.low && word < stack.high));
  return [...places]
    .sort((a, b) => a - b)
    .flatMap((place) => {
      const pc = place % 8 === 0 ? memory.u64(place) : undefined;
      if (!pc || symbols.find(pc) === undefined) return [];
      const at = { pc, sp: place + architecture.returnAddressBytes };
      return [{ ...at, running: false, registers: undefined }];
    });
}
