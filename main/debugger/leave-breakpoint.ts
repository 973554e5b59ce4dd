import { ok, type Result } from '../../app/contract/result';
import type { GdbFailure } from '../gdb/gdb-messages';
import type { DebugSession } from '../gdb/sessions/debug-session';
import { renderLog } from './go-commands';

/**
 * Takes the thread that stands at a breakpoint over the one instruction there, before the program goes on.
 *
 * A goroutine that stood still for 10 ms is due for preemption: the scheduler's signal (SIGURG) would put it aside
 * before that instruction, and once it is scheduled again it would meet the breakpoint a second time. So the signal is
 * held back for one instruction and sent again afterwards: the runtime sends no other before it has seen that one.
 * Without this about one stop in fifteen of a loop that was attached to is one too many (gdb 13.1).
 *
 * Only for a stop at a breakpoint: elsewhere the thread may be in a system call that does not return.
 * @returns `free`: let it go on. `stopped`: something else stops it right there, and that is now its state.
 */
export async function leaveBreakpoint(
  session: DebugSession,
): Promise<Result<'free' | 'stopped', GdbFailure>> {
  const { state, gdb, origin } = session;
  if (state.kind !== 'stopped' || origin.kind === 'core' || origin.kind === 'remote') {
    return ok('free');
  }
  const thread = state.stop.threadId;
  if (thread !== undefined) {
    const selected = await gdb.console(`thread ${thread}`);
    if (!selected.ok) return selected;
  }
  const held = await gdb.console('handle SIGURG nopass nostop noprint');
  if (!held.ok) return held;
  const moved = await session.moveAndWait('step-instruction');
  const passed = await gdb.console('handle SIGURG pass nostop noprint');
  if (!moved.ok) return moved;
  if (moved.value.kind !== 'stopped') return ok('stopped'); // it has ended
  if (!passed.ok) return passed;
  const sent = await gdb.console('queue-signal SIGURG');
  if (!sent.ok) return sent;
  if (moved.value.stop.reason !== 'end-stepping-range') return ok('stopped');
  // A step's own breakpoint says nothing of itself, and going on from it would pass over it.
  const step = await renderLog(gdb, '');
  if (!step.ok) return step;
  return ok(step.value.step ? 'stopped' : 'free');
}
