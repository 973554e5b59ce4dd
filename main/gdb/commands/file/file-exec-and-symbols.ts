import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';

/** `-file-exec-and-symbols`: the program and its DWARF; seconds for a large one. */
export async function fileExecAndSymbols(
  gdb: MiSession,
  binaryPath: string,
): Promise<Result<void, GdbFailure>> {
  const done = await gdb.send('file-exec-and-symbols', [binaryPath], { timeoutMs: 120_000 });
  return done.ok ? ok(undefined) : done;
}
