import type { SnapshotHeader } from '../snapshot-header';
import type { RuntimeImage } from '../stack-roots/runtime-image';

/** Runs the function of a timer that has just been taken out of its heap; names since Go 1.22. */
const running: ReadonlySet<string> = new Set([
  'runtime.(*timer).unlockAndRun',
  'runtime.(*timers).run',
  'runtime.runOneTimer',
  'runtime.runtimer',
]);
/** What the snapshot copies above each thread's stack pointer. */
const copiedBytes = 32 << 10;
/** A frame of those functions is smaller. */
const frameBytes = 512;
const wordBytes = 8;

/**
 * A timer that fires is held by a system stack alone, which nobody looks at for roots: the runtime collects between
 * such moments, a debugger stops in them.
 * @returns all words near such a call; none when no timer fires.
 */
export function readTimersInFlight(image: RuntimeImage): readonly number[] {
  const { symbols, snapshot } = image;
  const texts = symbols.modules.map(({ text }) => text);
  const words: number[] = [];
  for (const thread of snapshot.header.threads) {
    const isRunning = (word: number) =>
      texts.some(({ start, end }) => word >= start && word < end) &&
      running.has(symbols.find(word)?.name ?? '');
    words.push(...wordsBelow(image, thread, isRunning));
  }
  return words;
}

function wordsBelow(
  { memory, architecture }: RuntimeImage,
  { regs }: SnapshotHeader['threads'][number],
  isRunning: (word: number) => boolean,
): readonly number[] {
  const register = (name: string) => Number(regs[name] ?? 0);
  const low = register(architecture.stackPointer);
  const words = Object.keys(regs).map(register);
  let last = isRunning(register(architecture.programCounter)) ? words.length : 0;
  for (let at = low; at < low + copiedBytes; at += wordBytes) {
    const word = memory.u64(at);
    if (word === undefined) break;
    words.push(word);
    if (isRunning(word)) last = words.length;
  }
  return last === 0 ? [] : words.slice(0, last + frameBytes / wordBytes);
}
