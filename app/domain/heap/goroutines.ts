import { isAgents } from './collect-roots';
import type { HeapGoroutine } from './model';
import type { Goroutine, StackRoots } from './stack-roots';

/** Deeper frames are not shown. */
const maxFrames = 64;

/** The program's goroutines as they lie in memory; the runtime's and the injected agent's are left out. */
export function describeGoroutines(
  stackRoots: StackRoots,
  stuck: Uint8Array,
  agentPrefix: string,
): readonly HeapGoroutine[] {
  return stackRoots.goroutines.flatMap((goroutine, i) => {
    const described = describe(stackRoots, goroutine, stuck[i] === 1);
    const { stack, createdBy } = described;
    const agents = [...stack, ...(createdBy ? [createdBy] : [])].some((frame) =>
      isAgents(frame.function, agentPrefix),
    );
    return goroutine.system || agents ? [] : [described];
  });
}

function describe(stackRoots: StackRoots, goroutine: Goroutine, isStuck: boolean): HeapGoroutine {
  const { goid, status, waitReason, frames, parkedOn } = goroutine;
  const stack = frames
    .slice(0, maxFrames)
    .flatMap((frame) => stackRoots.sourceFrames(frame))
    .filter((frame) => frame.function !== '');
  const program = stack.filter((frame) => !frame.function.startsWith('runtime.'));
  const last = program[program.length - 1] ?? stack[stack.length - 1];
  // `go f(x)` runs in a wrapper of the compiler's: the function is the one above it.
  const isWrapper = /\.gowrap\d+$/.test(last?.function ?? '');
  const outermost = isWrapper ? (program[program.length - 2] ?? last) : last;
  return {
    goid,
    function: outermost?.function ?? 'unknown',
    status,
    reason: waitReason ?? status,
    waiting: status === 'waiting' || status === 'leaked',
    blockedAt: program[0] ?? stack[0],
    createdBy: stackRoots.createdBy(goroutine)[0],
    stack,
    waitsOn: describeParking(parkedOn),
    // main parked in `select {}` is how servers end their main function, not a leak.
    provenStuck: isStuck && !(goid === 1 && waitReason === 'select (no cases)'),
  };
}

function describeParking({ channels, semaphore }: Goroutine['parkedOn']): string | undefined {
  const hex = (address: number) => `0x${address.toString(16)}`;
  if (channels.length > 0) return channels.map((channel) => `chan ${hex(channel)}`).join(', ');
  return semaphore ? `semaphore ${hex(semaphore)}` : undefined;
}
