import type { z } from 'zod';
import type { MiTuple } from '../../../app/domain/mi/record';
import { err, ok, type Result } from '../../../app/contract/result';
import type { GdbFailure } from '../gdb-messages';
import type { MiSession, SendOptions } from '../mi-session';

/** Sends a command and checks that the reply is what the manual says. */
export async function ask<S extends z.ZodType>(
  gdb: MiSession,
  schema: S,
  command: string,
  args: readonly string[] = [],
  options?: SendOptions,
): Promise<Result<z.output<S>, GdbFailure>> {
  const done = await gdb.send(command, args, options);
  return done.ok ? checkReply(schema, command, done.value) : done;
}

function checkReply<S extends z.ZodType>(
  schema: S,
  command: string,
  reply: MiTuple,
): Result<z.output<S>, GdbFailure> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return ok(parsed.data);
  return err({
    code: 'gdb-unexpected-reply',
    message: `GDB answered -${command} in a form that we do not know.`,
    remedy: 'Please report it with the details below and the output of "gdb --version".',
    detail: `${parsed.error.message}\n${JSON.stringify(reply)}`,
  });
}

/** A command whose answer says only that it was done. */
export const tell =
  <A extends readonly unknown[]>(
    command: string,
    toArgs: (...args: A) => readonly string[],
    options?: SendOptions,
  ) =>
  async (gdb: MiSession, ...args: A): Promise<Result<void, GdbFailure>> => {
    const done = await gdb.send(command, toArgs(...args), options);
    return done.ok ? ok(undefined) : done;
  };
