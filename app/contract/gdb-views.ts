import { z } from 'zod';

/** A place in the program's source; the line is 1-based. */
export const gdbPlaceSchema = z.object({
  function: z.string(),
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
});

/** A frame of a goroutine's stack. */
export const gdbFrameSchema = gdbPlaceSchema.extend({
  /** From 0, innermost first. */
  level: z.number().int().nonnegative(),
  /** Hexadecimal text. */
  pc: z.string(),
  /** A call that was inlined: it shares the frame of its caller. */
  inlined: z.boolean(),
});
export type GdbFrame = z.infer<typeof gdbFrameSchema>;

export const gdbGoroutineSchema = z.object({
  goid: z.number().int(),
  /** As the runtime names it: `running`, `waiting`, `syscall`… */
  state: z.string(),
  /** Why it waits, as this program's runtime words it. */
  reason: z.string(),
  /** GDB's number of the thread that runs it; 0: none does. */
  thread: z.number().int(),
  /** The one that the program stopped in. */
  current: z.boolean(),
  /** Function it was started with. */
  started: gdbPlaceSchema,
  /** The go statement. */
  created: gdbPlaceSchema.optional(),
  /** Innermost frame outside of Go's own libraries. */
  at: gdbFrameSchema.optional(),
});
export type GdbGoroutine = z.infer<typeof gdbGoroutineSchema>;

/** A variable, or a part of one. */
export const gdbVariableSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** One line, as Go would print it. */
  value: z.string(),
  /** Parts it can be opened into. */
  children: z.number().int().nonnegative(),
  /** Declared further down: memory holds nothing of it yet. */
  unset: z.boolean(),
  /** Ask for its parts with this, until the program runs on. */
  id: z.string().optional(),
  /** Set it with this, until the program runs on; absent: it lies in no memory. */
  place: z.string().optional(),
  /** Hexadecimal text. */
  address: z.string().optional(),
});
export type GdbVariable = z.infer<typeof gdbVariableSchema>;

/** What the person wants: where to stop. */
export const gdbBreakpointWishSchema = z.object({
  /** The asker's own name for it. */
  id: z.string().min(1),
  file: z.string().min(1),
  line: z.number().int().positive(),
  /** A Go expression in GDB's syntax; empty: always. */
  condition: z.string().default(''),
  /** Kept, but nothing stops there. */
  disabled: z.boolean().default(false),
  /** Times it is passed over before it stops. */
  ignore: z.number().int().nonnegative().max(0x7fffffff).default(0),
  /** Printed in place of a stop; {expressions} in braces are read. Empty: it stops. */
  log: z.string().default(''),
});
export type GdbBreakpointWish = z.infer<typeof gdbBreakpointWishSchema>;

/** What became of it. */
export const gdbBreakpointSchema = z.object({
  id: z.string(),
  /** Line with code that it was moved to; absent while it stands nowhere. */
  line: z.number().int().positive().optional(),
  file: z.string().optional(),
  hits: z.number().int().nonnegative(),
  /** Why it stands nowhere. */
  problem: z.string().optional(),
});
export type GdbBreakpoint = z.infer<typeof gdbBreakpointSchema>;

export const gdbStopSchema = z.object({
  reason: z.enum([
    'breakpoint',
    'watchpoint',
    'step',
    'reached',
    'entry',
    'paused',
    'panic',
    'signal',
    'attached',
    'core',
    'other',
  ]),
  /** Name of the signal, or GDB's own word for the reason. */
  detail: z.string().optional(),
  /** Goroutine in question; 0: a thread without one. */
  goid: z.number().int(),
  /** Innermost frame outside of Go's own libraries. */
  frame: gdbFrameSchema.optional(),
  /** The asker's name of the breakpoint that was met. */
  breakpoint: z.string().optional(),
  watch: z.object({ expression: z.string(), before: z.string(), after: z.string() }).optional(),
});
export type GdbStop = z.infer<typeof gdbStopSchema>;

/** A call inlined at an instruction, or the function itself. */
const inlineFrameSchema = z.object({
  function: z.string(),
  file: z.string(),
  line: z.number().int().nonnegative(),
});

export const gdbInstructionSchema = z.object({
  /** Hexadecimal text. */
  address: z.string(),
  /** Bytes from the begin of the function. */
  offset: z.number().int(),
  text: z.string(),
  opcodes: z.string(),
  /** Outermost first: the function, then the calls inlined into it down to this instruction. */
  stack: z.array(inlineFrameSchema),
});
export type GdbInstruction = z.infer<typeof gdbInstructionSchema>;
