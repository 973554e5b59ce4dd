import type { Result } from '../../../app/contract/result';
import { ok } from '../../../app/contract/result';
import { fileExecAndSymbols } from '../commands/file/file-exec-and-symbols';
import {
  environmentCd,
  execArguments,
  inferiorTtySet,
} from '../commands/program-context/program-context';
import { gdbSet } from '../commands/miscellaneous/gdb-set';
import type { GdbFailure } from '../gdb-messages';
import type { MiSessionOptions } from '../mi-session';
import { DebugSession, giveUp } from './debug-session';

export interface LaunchOptions extends MiSessionOptions {
  readonly binaryPath: string;
  readonly args?: readonly string[] | undefined;
  readonly cwd?: string | undefined;
  /** The target's environment over GDB's; undefined takes a variable away. */
  readonly targetEnv?: Readonly<Record<string, string | undefined>> | undefined;
  /** Its terminal (`pty.open()`); without one it shares GDB's output (`onTargetLine`). */
  readonly tty?: string | undefined;
}

/** A program under GDB, loaded but not yet started: set breakpoints, then `move('run')`. */
export async function openLaunch(
  options: LaunchOptions,
): Promise<Result<DebugSession, GdbFailure>> {
  const started = await DebugSession.start(options, { kind: 'launched' });
  if (!started.ok) return started;
  const session = started.value;
  const { gdb } = session;
  const steps = [
    () => fileExecAndSymbols(gdb, options.binaryPath),
    () => execArguments(gdb, ...(options.args ?? [])),
    ...(options.cwd === undefined ? [] : [() => environmentCd(gdb, options.cwd!)]),
    ...(options.tty === undefined ? [] : [() => inferiorTtySet(gdb, options.tty!)]),
    ...Object.entries(options.targetEnv ?? {}).map(
      ([name, value]) =>
        () =>
          value === undefined
            ? gdb.console(`unset environment ${name}`)
            : gdbSet(gdb, 'environment', name, '=', value),
    ),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return giveUp(session, done.error);
  }
  return ok(session);
}
