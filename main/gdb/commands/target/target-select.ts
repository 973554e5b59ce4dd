import type { Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { consoleText } from '../miscellaneous/console-text';
import { tell } from '../reply';

/**
 * `target core`: the file is read, nothing runs. By the console, since `-target-select core` takes
 * the quotes of a name with spaces for a part of it (gdb 13.1).
 * @returns what GDB says of it, the signal that ended the process among it.
 */
export async function targetSelectCore(
  gdb: MiSession,
  corePath: string,
): Promise<Result<string, GdbFailure>> {
  return consoleText(gdb, `target core ${corePath}`, { timeoutMs: 120_000 });
}
/** `-target-select remote`: a gdbserver that holds one program, at `host:port`. */
export const targetSelectRemote = tell('target-select', (address: string) => ['remote', address], {
  timeoutMs: 60_000,
});
