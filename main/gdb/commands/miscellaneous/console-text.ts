import { ok, type Result } from '../../../../app/contract/result';
import type { MiRecord } from '../../../../app/domain/mi/record';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession, SendOptions } from '../../mi-session';

/**
 * `-interpreter-exec console`: a command of GDB's own language with what it prints. A command that lets
 * the target run answers when it runs; where it stops is a `*stopped` record as ever.
 */
export async function consoleText(
  gdb: MiSession,
  command: string,
  options?: SendOptions,
): Promise<Result<string, GdbFailure>> {
  const parts: string[] = [];
  const off = gdb.onRecord((record: MiRecord) => {
    if (record.kind === 'console') parts.push(record.text);
  });
  const done = await gdb.console(command, options);
  off();
  return done.ok ? ok(parts.join('')) : done;
}
