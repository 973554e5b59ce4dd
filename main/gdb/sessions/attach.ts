import { ok, type Result } from '../../../app/contract/result';
import { fileExecAndSymbols } from '../commands/file/file-exec-and-symbols';
import { targetAttach } from '../commands/target/target-attach';
import type { GdbFailure } from '../gdb-messages';
import type { MiSessionOptions } from '../mi-session';
import { DebugSession, giveUp } from './debug-session';

export interface AttachOptions extends MiSessionOptions {
  readonly pid: number;
  /** The executable with its DWARF; default: the one the process runs. */
  readonly binaryPath?: string | undefined;
}

/** A running process under GDB, stopped. Symbols are read first: it waits only for the attach. */
export async function openAttach(
  options: AttachOptions,
): Promise<Result<DebugSession, GdbFailure>> {
  const { pid, binaryPath = `/proc/${pid}/exe` } = options;
  const started = await DebugSession.start(options, { kind: 'attached', pid });
  if (!started.ok) return started;
  const session = started.value;
  const loaded = await fileExecAndSymbols(session.gdb, binaryPath);
  if (!loaded.ok) return giveUp(session, loaded.error);
  const attached = await targetAttach(session.gdb, pid);
  return attached.ok ? ok(session) : giveUp(session, attached.error);
}
