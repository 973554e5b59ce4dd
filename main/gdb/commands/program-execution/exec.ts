import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';

const move =
  (command: string, args: readonly string[] = []) =>
  async (gdb: MiSession): Promise<Result<void, GdbFailure>> => {
    const done = await gdb.send(command, args);
    return done.ok ? ok(undefined) : done;
  };

// The answer says only that the target runs; where it stops comes as a `*stopped` record.

/** `-exec-continue` */
export const execContinue = move('exec-continue');
/** `-exec-step`: into calls. */
export const execStep = move('exec-step');
/** `-exec-next`: over calls. */
export const execNext = move('exec-next');
/** `-exec-finish`: to the end of the selected frame's function. */
export const execFinish = move('exec-finish');
/** `-exec-interrupt`: stops every thread. */
export const execInterrupt = move('exec-interrupt', ['--all']);
