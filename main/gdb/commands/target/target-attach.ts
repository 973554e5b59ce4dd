import { isStop } from '../../../../app/domain/mi/record';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';

/** `-target-attach`: answers once every thread is stopped. */
export async function targetAttach(gdb: MiSession, pid: number): Promise<Result<void, GdbFailure>> {
  // In asynchronous mode ^done comes first, and the stop by itself.
  const stopped = gdb.nextRecord(isStop);
  const done = await gdb.send('target-attach', [String(pid)]);
  if (!done.ok) return done;
  const stop = await stopped;
  return stop.ok ? ok(undefined) : stop;
}

/** `-target-detach`: the target goes on running. */
export async function targetDetach(gdb: MiSession): Promise<Result<void, GdbFailure>> {
  const done = await gdb.send('target-detach');
  return done.ok ? ok(undefined) : done;
}
