import { z } from 'zod';
import { failureSchema } from './failure';
import {
  gdbBreakpointSchema,
  gdbBreakpointWishSchema,
  gdbFrameSchema,
  gdbGoroutineSchema,
  gdbInstructionSchema,
  gdbStopSchema,
  gdbVariableSchema,
} from './gdb-views';
import { request } from './request';
import { investigationPlanSchema } from './session';

const nothing = z.object({});
/** Handle of a debugging session; valid until it has exited. */
const session = z.string();
/** 0: whatever the thread runs that stopped. */
const goid = z.number().int().nonnegative();
const level = z.number().int().nonnegative();
const frame = { session, goid, level };
const page = {
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().positive().max(200).default(100),
};
const failures = [
  'gdb-failed',
  'gdb-error',
  'gdb-unexpected-reply',
  'target-exited',
  'no-symbols',
  'timeout',
  'cancelled',
] as const;

/** What to debug. */
export const gdbPlanSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('launch'),
    projectDir: z.string().min(1),
    /** Import path of the command. */
    package: z.string().min(1),
    buildProfile: investigationPlanSchema.shape.buildProfile,
    args: z.array(z.string()).default([]),
  }),
  z.object({ kind: z.literal('attach'), pid: z.number().int().positive() }),
  z.object({
    kind: z.literal('core'),
    core: z.string().min(1),
    /** The executable that dumped it. */
    program: z.string().min(1),
  }),
]);
export type GdbPlan = z.infer<typeof gdbPlanSchema>;

/** Debugging with GDB: one session is one target. What happens is told by events. */
export const gdbRequests = {
  /** Answers at once; what becomes of it comes as events, last `gdb.exited`. */
  'gdb.open': request({
    input: z.object({ plan: gdbPlanSchema, breakpoints: z.array(gdbBreakpointWishSchema) }),
    output: z.object({ session }),
    failures: [],
  }),
  /** Asks for a core file or an executable by a dialog of the system. */
  'gdb.choose': request({
    input: z.object({ what: z.enum(['core', 'program']) }),
    output: z.object({ path: z.string() }),
    failures: ['cancelled'],
  }),
  /** Ends a launched target, lets go of an attached one. */
  'gdb.end': request({ input: z.object({ session }), output: nothing, failures: [] }),
  'gdb.resume': request({
    input: z.object({ ...frame, how: z.enum(['continue', 'step', 'next', 'finish']) }),
    output: nothing,
    failures,
  }),
  /** Runs to a line, or to whatever stops it before. */
  'gdb.run-to': request({
    input: z.object({ session, file: z.string().min(1), line: z.number().int().positive() }),
    output: nothing,
    failures,
  }),
  'gdb.pause': request({ input: z.object({ session }), output: nothing, failures }),
  /** Those that run first, then by goid. */
  'gdb.goroutines': request({
    input: z.object({ session, ...page, filter: z.string().default('') }),
    output: z.object({
      total: z.number().int(),
      shown: z.number().int(),
      rows: z.array(gdbGoroutineSchema),
    }),
    failures,
  }),
  'gdb.stack': request({
    input: z.object({ session, goid }),
    output: z.object({
      goid,
      /** Frames there are; the list may be shorter. */
      total: z.number().int(),
      /** Level of the innermost frame outside of Go's own libraries. */
      user: z.number().int(),
      frames: z.array(gdbFrameSchema),
    }),
    failures,
  }),
  /** Arguments first, then locals, as they are declared. */
  'gdb.variables': request({
    input: z.object(frame),
    output: z.object({ variables: z.array(gdbVariableSchema) }),
    failures,
  }),
  /** Parts of a variable. */
  'gdb.children': request({
    input: z.object({ session, variable: z.string(), ...page }),
    output: z.object({ total: z.number().int(), variables: z.array(gdbVariableSchema) }),
    failures,
  }),
  /** A path of Go (`cache["a"].items[3]`), else an expression of GDB's own. */
  'gdb.evaluate': request({
    input: z.object({ ...frame, expression: z.string().min(1) }),
    output: z.object({ variable: gdbVariableSchema }),
    failures,
  }),
  /** Writes to a variable: a number, true, false, nil, or an expression of its type. */
  'gdb.assign': request({
    input: z.object({ ...frame, place: z.string(), text: z.string().min(1) }),
    output: nothing,
    failures,
  }),
  /** Sets one, or moves and changes the one of that id. */
  'gdb.break-set': request({
    input: z.object({ session, breakpoint: gdbBreakpointWishSchema }),
    output: gdbBreakpointSchema,
    failures,
  }),
  'gdb.break-delete': request({
    input: z.object({ session, breakpoint: z.string() }),
    output: nothing,
    failures,
  }),
  /** Stops whenever the variable is written to. */
  'gdb.break-watch': request({
    input: z.object({ ...frame, id: z.string().min(1), expression: z.string().min(1) }),
    output: nothing,
    failures,
  }),
  'gdb.registers': request({
    input: z.object(frame),
    output: z.object({
      registers: z.array(z.object({ name: z.string(), value: z.string(), symbol: z.string() })),
    }),
    failures,
  }),
  /** The whole function that holds the address. */
  'gdb.disassembly': request({
    input: z.object({ session, address: z.string() }),
    output: z.object({ function: z.string(), instructions: z.array(gdbInstructionSchema) }),
    failures,
  }),
  /** A line of GDB's own language. What it prints comes as `gdb.printed`. */
  'gdb.console': request({
    input: z.object({ session, line: z.string() }),
    output: nothing,
    failures,
  }),
  'gdb.complete': request({
    input: z.object({ session, line: z.string() }),
    output: z.object({ common: z.string(), matches: z.array(z.string()) }),
    failures,
  }),
} as const;

export const gdbEvents = {
  /** On its way to the first stop. */
  'gdb.advanced': z.object({ session, phase: z.enum(['building', 'loading']) }),
  'gdb.running': z.object({ session }),
  'gdb.stopped': z.object({ session, stop: gdbStopSchema }),
  /** A breakpoint was placed, moved or met. */
  'gdb.placed': z.object({ session, breakpoint: gdbBreakpointSchema }),
  'gdb.printed': z.object({
    session,
    source: z.enum(['console', 'target', 'build']),
    text: z.string(),
  }),
  /** The last event of a session. */
  'gdb.exited': z.object({
    session,
    /** Exit status of the target, where it has ended by itself. */
    status: z.number().int().optional(),
    /** Signal that ended it. */
    signal: z.string().optional(),
    failure: failureSchema.optional(),
  }),
} as const;
