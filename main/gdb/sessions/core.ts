import { ok, type Result } from '../../../app/contract/result';
import { fileExecAndSymbols } from '../commands/file/file-exec-and-symbols';
import { stackInfoFrame } from '../commands/stack/stack-info';
import { noStop } from '../commands/stop';
import { selectedThread } from '../commands/threads/thread-info';
import { targetSelectCore } from '../commands/target/target-select';
import { readCoreSignal, type GdbFailure } from '../gdb-messages';
import type { MiSessionOptions } from '../mi-session';
import { DebugSession, giveUp } from './debug-session';

export interface CoreOptions extends MiSessionOptions {
  readonly corePath: string;
  /** The executable that dumped it. */
  readonly binaryPath: string;
}

/** A dead process as its core file holds it: stopped for good. */
export async function openCore(options: CoreOptions): Promise<Result<DebugSession, GdbFailure>> {
  const started = await DebugSession.start(options, { kind: 'core' });
  if (!started.ok) return started;
  const session = started.value;
  const loaded = await fileExecAndSymbols(session.gdb, options.binaryPath);
  if (!loaded.ok) return giveUp(session, loaded.error);
  const opened = await targetSelectCore(session.gdb, options.corePath);
  if (!opened.ok) return giveUp(session, opened.error);
  const where = await stackInfoFrame(session.gdb);
  if (!where.ok) return giveUp(session, where.error);
  session.adopt({
    ...noStop,
    reason: 'core',
    threadId: await selectedThread(session.gdb),
    frame: where.value,
    signal: readCoreSignal(opened.value),
  });
  return ok(session);
}
