import { z } from 'zod';
import { ok, type Result } from '../../../../app/contract/result';
import type { GdbFailure } from '../../gdb-messages';
import type { MiSession } from '../../mi-session';
import { ask } from '../reply';
import { bkptSchema, toBreakpoint, type Breakpoint } from './breakpoint';

const replySchema = z.object({ bkpt: bkptSchema });

export type BreakLocation =
  | { readonly file: string; readonly line: number }
  /** As GDB spells it: `main.(*Cache).Put`. */
  | { readonly function: string }
  /** Hexadecimal text with its 0x. */
  | { readonly address: string };

export interface BreakOptions {
  /** In the language of the frame it stands in. */
  readonly condition?: string | undefined;
  readonly isTemporary?: boolean | undefined;
  readonly isHardware?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Hits to pass over. */
  readonly ignoreCount?: number | undefined;
}

/** `-break-insert -f`: a plugin not loaded yet yields a pending breakpoint, not a failure. */
export async function breakInsert(
  gdb: MiSession,
  where: BreakLocation,
  { condition, isTemporary, isHardware, isDisabled, ignoreCount }: BreakOptions = {},
): Promise<Result<Breakpoint, GdbFailure>> {
  const args = ['-f'];
  if (isTemporary === true) args.push('-t');
  if (isHardware === true) args.push('-h');
  if (isDisabled === true) args.push('-d');
  if (condition !== undefined) args.push('-c', condition);
  if (ignoreCount !== undefined) args.push('-i', String(ignoreCount));
  const reply = await ask(gdb, replySchema, 'break-insert', [...args, ...locate(where)]);
  return reply.ok ? ok(toBreakpoint(reply.value.bkpt)) : reply;
}

function locate(where: BreakLocation): readonly string[] {
  if ('address' in where) return [`*${where.address}`];
  if ('function' in where) return ['--function', where.function];
  return ['--source', where.file, '--line', String(where.line)];
}
