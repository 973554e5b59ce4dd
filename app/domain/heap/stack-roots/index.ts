import type { Frame } from '../../../contract/frame';
import { ok, type Result } from '../../../contract/result';
import type { Program } from '../../gosym';
import type { Snapshot } from '../snapshot';
import { FrameMaps } from './frame-maps';
import { GoroutineRoots } from './goroutine-roots';
import { readAllGs, readGoroutine } from './goroutines';
import type { Goroutine, StackFrame, StackRoots } from './model';
import { nameRoot } from './name-root';
import { readSemaphoreWaiters } from './parked-on';
import { raceCallsOf } from './race-call';
import { RootTable } from './root-table';
import { openRuntimeImage, type RuntimeImage, type StackRootsError } from './runtime-image';
import { openStackWindow } from './stack-window';
import { readThreads, startOf, type Start, type Thread } from './start';
import { unwind } from './unwind';

export * from './model';
export { openRuntimeImage, type RuntimeImage, type StackRootsError } from './runtime-image';

/** `scanStacks` of a snapshot that nothing else needs opened. */
export function computeStackRoots(
  snapshot: Snapshot,
  program: Program,
): Result<StackRoots, StackRootsError> {
  const image = openRuntimeImage(snapshot, program);
  return image.ok ? ok(scanStacks(image.value)) : image;
}

/**
 * What goroutine stacks keep alive, exactly as the collector sees it: by the compiler's stack maps,
 * not by guessing at words. A goroutine that cannot be unwound is scanned conservatively from
 * there on, and says why.
 */
export function scanStacks(image: RuntimeImage): StackRoots {
  const threads = readThreads(image);
  const semaphores = readSemaphoreWaiters(image);
  const maps = new FrameMaps(image.memory, image.architecture.savedFramePointerBytes);
  const table = new RootTable();
  const goroutines: Goroutine[] = [];
  for (const g of readAllGs(image)) {
    const goroutine = readGoroutine(image, g, semaphores);
    if (goroutine === undefined) continue;
    const scan = scanGoroutine(image, maps, goroutine, goroutines.length, threads.get(g), table);
    goroutines.push({ ...goroutine, ...scan });
  }
  const roots = table.finish();
  // Thousands of goroutines stand at a few places.
  const framesAt = new Map<number, readonly Frame[]>();
  const sourceFramesAt = (pc: number) => {
    let frames = framesAt.get(pc);
    if (frames === undefined) framesAt.set(pc, (frames = image.symbols.frames(pc)));
    return frames;
  };
  return {
    goroutines,
    roots,
    sourceFrames: ({ lookupPc }) => sourceFramesAt(lookupPc),
    createdBy: ({ createdAtPc }) => (createdAtPc === 0 ? [] : sourceFramesAt(createdAtPc - 1)),
    nameRoot: (root) => nameRoot(image, goroutines, roots, root),
  };
}

function scanGoroutine(
  image: RuntimeImage,
  maps: FrameMaps,
  { g, stack }: Pick<Goroutine, 'g' | 'stack'>,
  index: number,
  thread: Thread | undefined,
  table: RootTable,
): Pick<Goroutine, 'frames' | 'failure'> {
  const frames: StackFrame[] = [];
  const start = findStart(image, maps, { g, stack }, thread);
  const used = openStackWindow(image.memory, stack, start.sp);
  const window = used ?? openStackWindow(image.memory, stack, stack.low + 8);
  if (window === undefined) return { frames, failure: 'its stack was not copied' };
  const roots = new GoroutineRoots(image, window, stack, index, table);
  if (used === undefined) {
    roots.addConservatively(0, window.start, window.end);
    roots.addSavedVectors(g);
    roots.addContext(g);
    roots.addDefers(g);
    roots.finish();
    return { frames, failure: 'where its stack is used to is not known' };
  }
  if (start.registers) roots.addRegisters(start.registers);
  roots.addSavedVectors(g);
  roots.addContext(g);
  const end = unwind(image, maps, window, start, (frame) => {
    const { pc, lookupPc, sp, cfa, func, conservative } = frame;
    frames.push({ pc, lookupPc, sp, cfa, function: func.name, conservative });
    roots.addFrame(frame, frames.length - 1);
  });
  if (!end.ok) roots.addConservatively(Math.max(0, frames.length - 1), end.sp, stack.high);
  roots.addDefers(g);
  roots.finish();
  return { frames, failure: end.ok ? checkTop(image, g, end.endSp) : end.reason };
}

function findStart(
  image: RuntimeImage,
  maps: FrameMaps,
  { g, stack }: Pick<Goroutine, 'g' | 'stack'>,
  thread: Thread | undefined,
): Start {
  const start = startOf(image, g, thread);
  if (start.sp !== 0) return start;
  const fits = raceCallsOf(image, stack, thread).find((each) => {
    const window = openStackWindow(image.memory, stack, each.sp);
    const end = window && unwind(image, maps, window, each, () => {});
    return end?.ok === true && checkTop(image, g, end.endSp) === undefined;
  });
  return fits ?? start;
}

/** The runtime notes where each stack begins: unwinding right ends exactly there. */
function checkTop(image: RuntimeImage, g: number, endSp: number): string | undefined {
  const top = image.record('runtime.g').read(g, 'stktopsp');
  if (top === endSp) return undefined;
  return `unwinding ended at 0x${endSp.toString(16)}, the stack begins at 0x${top.toString(16)}`;
}
