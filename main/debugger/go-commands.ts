import { z } from 'zod';
import type { GdbFrame, GdbGoroutine, GdbVariable } from '../../app/contract/gdb-views';
import { ok, type Result } from '../../app/contract/result';
import { ask } from '../gdb/commands/reply';
import type { GdbFailure } from '../gdb/gdb-messages';
import type { MiSession } from '../gdb/mi-session';

// The commands of resources/gdb/debugger/commands.py. MI carries text only: numbers are made here.

const number = z.coerce.number().int();
const flag = z.enum(['0', '1']).transform((text) => text === '1');
const place = z.object({
  function: z.string(),
  file: z.string().optional(),
  line: number.positive().optional(),
});
const frame = place.extend({ level: number, pc: z.string(), inlined: flag });
const goroutine = z.object({
  goid: number,
  state: z.string(),
  reason: z.string(),
  thread: number,
  current: flag,
  started: place,
  created: place.optional(),
  at: frame.optional(),
});
const variable = z.object({
  name: z.string(),
  type: z.string(),
  value: z.string(),
  children: number,
  unset: flag,
  id: z.string().optional(),
  place: z.string().optional(),
  address: z.string().optional(),
});

type Answer<T> = Promise<Result<T, GdbFailure>>;
/** Where an expression is read: goid 0 is what the selected thread runs. */
export interface FrameOf {
  readonly goid: number;
  readonly level: number;
}

const at = ({ goid, level }: FrameOf) => [String(goid), String(level)];
/** Walking many stacks of a large program takes its time. */
const slow = { timeoutMs: 120_000 };

export async function listGoroutines(
  gdb: MiSession,
  { offset, limit, filter }: { offset: number; limit: number; filter: string },
): Answer<{ total: number; shown: number; rows: GdbGoroutine[] }> {
  const schema = z.object({ total: number, shown: number, goroutines: z.array(goroutine) });
  const args = [String(offset), String(limit), filter];
  const reply = await ask(gdb, schema, 'trivet-goroutines', args, slow);
  if (!reply.ok) return reply;
  const { total, shown, goroutines } = reply.value;
  return ok({ total, shown, rows: goroutines });
}

export async function listFrames(
  gdb: MiSession,
  goid: number,
  limit: number,
): Answer<{ goid: number; total: number; user: number; frames: GdbFrame[] }> {
  const schema = z.object({ goid: number, total: number, user: number, frames: z.array(frame) });
  return ask(gdb, schema, 'trivet-stack', [String(goid), String(limit)], slow);
}

export function listVariables(
  gdb: MiSession,
  where: FrameOf,
): Answer<{ variables: GdbVariable[] }> {
  const schema = z.object({ variables: z.array(variable) });
  return ask(gdb, schema, 'trivet-variables', at(where));
}

export function listChildren(
  gdb: MiSession,
  id: string,
  { offset, limit }: { offset: number; limit: number },
): Answer<{ total: number; variables: GdbVariable[] }> {
  const schema = z.object({ total: number, variables: z.array(variable) });
  return ask(gdb, schema, 'trivet-children', [id, String(offset), String(limit)]);
}

export function evaluate(
  gdb: MiSession,
  where: FrameOf,
  expression: string,
): Answer<{ variable: GdbVariable }> {
  return ask(gdb, z.object({ variable }), 'trivet-evaluate', [...at(where), expression]);
}

/** @param place of a variable that was read at this stop. */
export async function assign(
  gdb: MiSession,
  where: FrameOf,
  place: string,
  text: string,
): Answer<void> {
  const reply = await ask(gdb, z.object({}), 'trivet-assign', [...at(where), place, text]);
  return reply.ok ? ok(undefined) : reply;
}

/** The text of a log message where the program stands; `step`: a step has come to its end there too. */
export function renderLog(
  gdb: MiSession,
  template: string,
): Answer<{ text: string; step: boolean }> {
  return ask(gdb, z.object({ text: z.string(), step: flag }), 'trivet-log', [template], slow);
}

export function listRegisters(
  gdb: MiSession,
  where: FrameOf,
): Answer<{ registers: { name: string; value: string; symbol: string }[] }> {
  const register = z.object({ name: z.string(), value: z.string(), symbol: z.string() });
  return ask(gdb, z.object({ registers: z.array(register) }), 'trivet-registers', at(where));
}

/** @returns GDB's number of the watchpoint. */
export async function watchExpression(
  gdb: MiSession,
  where: FrameOf,
  expression: string,
): Answer<string> {
  const schema = z.object({ number: z.string() });
  const reply = await ask(gdb, schema, 'trivet-watch', [...at(where), expression]);
  return reply.ok ? ok(reply.value.number) : reply;
}

/** Sets the breakpoints of a step; the program is then to be continued. */
export async function prepareStep(
  gdb: MiSession,
  kind: 'step' | 'next' | 'finish',
  where: FrameOf,
): Answer<void> {
  const reply = await ask(gdb, z.object({}), 'trivet-step', [kind, ...at(where)]);
  return reply.ok ? ok(undefined) : reply;
}

/** What a stop means: `on` when the program must go on at once, in the middle of a step. */
export interface StopMeaning {
  readonly step: '' | 'done' | 'on';
  readonly goid: number;
  readonly frame: GdbFrame | undefined;
}

export async function explainStop(gdb: MiSession): Answer<StopMeaning> {
  const schema = z.object({
    step: z.enum(['', 'done', 'on']),
    goid: number.default(0),
    frame: frame.optional(),
  });
  const reply = await ask(gdb, schema, 'trivet-stopped', [], slow);
  return reply.ok ? ok({ ...reply.value, frame: reply.value.frame }) : reply;
}
