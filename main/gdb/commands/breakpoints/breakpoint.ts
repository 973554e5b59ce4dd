import { z } from 'zod';

const lineSchema = z.coerce.number().int().positive();

/** A location is printed with the fields of a breakpoint; its number is "3.1". */
const locationSchema = z.object({
  number: z.string(),
  enabled: z.string().optional(),
  addr: z.string().optional(),
  func: z.string().optional(),
  file: z.string().optional(),
  fullname: z.string().optional(),
  line: lineSchema.optional(),
});

/** `bkpt={…}` as -break-insert, -break-list and `=breakpoint-modified` print it. */
export const bkptSchema = locationSchema.extend({
  type: z.string(),
  disp: z.enum(['keep', 'del', 'dis']),
  enabled: z.enum(['y', 'n']),
  pending: z.string().optional(),
  cond: z.string().optional(),
  what: z.string().optional(),
  times: z.coerce.number().int().nonnegative().optional(),
  ignore: z.coerce.number().int().nonnegative().optional(),
  'original-location': z.string().optional(),
  locations: z.array(locationSchema).optional(),
});

export interface BreakpointLocation {
  /** Hexadecimal text. */
  readonly address: string | undefined;
  readonly function: string | undefined;
  /** Absolute path, as far as GDB knows it. */
  readonly file: string | undefined;
  /** 1-based. */
  readonly line: number | undefined;
}

/** A breakpoint or a watchpoint. */
export interface Breakpoint {
  /** Text, not a number: locations of breakpoint 3 are "3.1", "3.2". */
  readonly id: string;
  /** "breakpoint", "hw watchpoint", "catchpoint"… */
  readonly type: string;
  readonly isEnabled: boolean;
  /** Gone after the first hit. */
  readonly isTemporary: boolean;
  /** Where it was asked for, while no code is loaded for it yet. */
  readonly pending: string | undefined;
  /** Line GDB settled on (1-based); undefined until code for it is loaded. */
  readonly line: number | undefined;
  readonly file: string | undefined;
  readonly condition: string | undefined;
  /** What a watchpoint watches. */
  readonly expression: string | undefined;
  readonly hits: number;
  /** Hits still to be passed over. */
  readonly ignoreCount: number;
  /** Several for a generic function or inlined copies; one for the rest. */
  readonly locations: readonly BreakpointLocation[];
  /** Functions it stands in, when they are several. */
  readonly functions: readonly string[];
}

type Bkpt = z.output<typeof bkptSchema>;

export function toBreakpoint(bkpt: Bkpt): Breakpoint {
  const several = bkpt.locations ?? [];
  const own = bkpt.pending !== undefined || bkpt.addr === undefined ? [] : [bkpt];
  const locations = several.length > 0 ? several : own;
  return {
    id: bkpt.number,
    type: bkpt.type,
    isEnabled: bkpt.enabled === 'y',
    isTemporary: bkpt.disp === 'del',
    pending: bkpt.pending,
    line: bkpt.pending === undefined ? (bkpt.line ?? several[0]?.line) : undefined,
    file: bkpt.fullname ?? several[0]?.fullname ?? bkpt.file,
    condition: bkpt.cond,
    expression: bkpt.what,
    hits: bkpt.times ?? 0,
    ignoreCount: bkpt.ignore ?? 0,
    locations: locations.map(({ addr, func, fullname, file, line }) => ({
      address: addr,
      function: func,
      file: fullname ?? file,
      line,
    })),
    functions: several.flatMap(({ func }) => (func === undefined ? [] : [func])),
  };
}
