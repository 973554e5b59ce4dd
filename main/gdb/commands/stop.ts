import { z } from 'zod';
import type { MiRecord } from '../../../app/domain/mi/record';
import { frameSchema, type GdbFrame } from './frame';

const stopSchema = z.object({
  reason: z.string().optional(),
  disp: z.string().optional(),
  bkptno: z.string().optional(),
  frame: frameSchema.optional(),
  'thread-id': z.string().optional(),
  'signal-name': z.string().optional(),
  'signal-meaning': z.string().optional(),
  'exit-code': z.string().optional(),
  'gdb-result-var': z.string().optional(),
  'return-value': z.string().optional(),
  wpt: z.object({ number: z.string(), exp: z.string() }).optional(),
  value: z.object({ old: z.string().optional(), new: z.string().optional() }).optional(),
});

/** A `*stopped` record. */
export interface Stop {
  /** As GDB says it: `breakpoint-hit`, `end-stepping-range`, `signal-received`…; undefined after an attach. */
  readonly reason: string | undefined;
  readonly threadId: string | undefined;
  readonly frame: GdbFrame | undefined;
  /** Breakpoint or watchpoint that was met. */
  readonly breakpointId: string | undefined;
  readonly signal: { readonly name: string; readonly meaning: string } | undefined;
  readonly watch:
    | {
        readonly expression: string;
        readonly before: string | undefined;
        readonly after: string | undefined;
      }
    | undefined;
  /** After a finish: the value, as GDB prints it. */
  readonly returnValue: string | undefined;
}

/** A stop that GDB says nothing of. */
export const noStop: Stop = {
  reason: undefined,
  threadId: undefined,
  frame: undefined,
  breakpointId: undefined,
  signal: undefined,
  watch: undefined,
  returnValue: undefined,
};

/** The target has ended. */
export interface Exit {
  /** Exit status; undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly signalName: string | undefined;
}

/** What a `*stopped` record means; undefined for any other record. Never fails: what is missing is undefined. */
export function readStop(
  record: MiRecord,
):
  | { readonly kind: 'stopped'; readonly stop: Stop }
  | { readonly kind: 'exited'; readonly exit: Exit }
  | undefined {
  if (record.kind !== 'exec-async' || record.class !== 'stopped') return undefined;
  const parsed = stopSchema.safeParse(record.results);
  const fields: z.output<typeof stopSchema> = parsed.success ? parsed.data : {};
  const { reason, 'signal-name': name, wpt, value } = fields;
  switch (reason) {
    case 'exited-normally':
      return { kind: 'exited', exit: { status: 0, signalName: undefined } };
    case 'exited':
      // GDB prints the status in octal, in all its interpreters.
      return {
        kind: 'exited',
        exit: { status: parseInt(fields['exit-code'] ?? '', 8), signalName: undefined },
      };
    case 'exited-signalled':
      return { kind: 'exited', exit: { status: undefined, signalName: name } };
    default:
  }
  return {
    kind: 'stopped',
    stop: {
      reason,
      threadId: fields['thread-id'],
      frame: fields.frame,
      breakpointId: fields.bkptno ?? wpt?.number,
      signal: name === undefined ? undefined : { name, meaning: fields['signal-meaning'] ?? '' },
      watch: wpt && { expression: wpt.exp, before: value?.old, after: value?.new },
      returnValue: fields['return-value'],
    },
  };
}
