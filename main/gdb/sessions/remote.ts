import { ok, type Result } from '../../../app/contract/result';
import { isStop } from '../../../app/domain/mi/record';
import { fileExecAndSymbols } from '../commands/file/file-exec-and-symbols';
import { targetSelectRemote } from '../commands/target/target-select';
import type { GdbFailure } from '../gdb-messages';
import type { MiSessionOptions } from '../mi-session';
import { DebugSession, giveUp } from './debug-session';

export interface RemoteOptions extends MiSessionOptions {
  /** `host:port` of a gdbserver. */
  readonly address: string;
  /** The executable here, the same build as there. */
  readonly binaryPath: string;
}

/** A program under a gdbserver elsewhere, stopped where gdbserver has it. */
export async function openRemote(
  options: RemoteOptions,
): Promise<Result<DebugSession, GdbFailure>> {
  const started = await DebugSession.start(options, { kind: 'remote' });
  if (!started.ok) return started;
  const session = started.value;
  const loaded = await fileExecAndSymbols(session.gdb, options.binaryPath);
  if (!loaded.ok) return giveUp(session, loaded.error);
  const stopped = session.gdb.nextRecord(isStop);
  const selected = await targetSelectRemote(session.gdb, options.address);
  if (!selected.ok) return giveUp(session, selected.error);
  const stop = await stopped;
  return stop.ok ? ok(session) : giveUp(session, stop.error);
}
