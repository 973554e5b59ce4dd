import { z } from 'zod';
import { compilerHintSchema } from './source-hints';

/** What all documents of `trivet profile … --json` begin with. Values are in `unit`. */
const summary = {
  format: z.literal(1),
  sampleType: z.string(),
  unit: z.string(),
  /** What percentages refer to. */
  total: z.number(),
};

const frame = {
  /** As the text table prints it. */
  name: z.string(),
  function: z.string(),
  /** Empty unless the granularity keeps files. */
  file: z.string(),
  /** 0 unless the granularity keeps lines. */
  line: z.number(),
};

const row = z.object({
  ...frame,
  flat: z.number(),
  cum: z.number(),
  /** Whether calls of it were inlined: none, some or all. */
  inlined: z.enum(['none', 'some', 'all']),
});

/** Standard errors: heap and CPU profiles are samples. Left out where a profile does not say how it was sampled. */
const errors = { flatError: z.number().optional(), cumError: z.number().optional() };

const shown = {
  /** Sum of the flat values of the rows. */
  shown: z.number(),
  /** Rows left out because they are too small. */
  dropped: z.number().int(),
};

const edge = z.object({ name: z.string(), weight: z.number(), inlined: z.boolean() });

/** `trivet profile top --json`. */
const topSchema = z.object({
  ...summary,
  view: z.literal('top'),
  ...shown,
  rows: z.array(row.extend(errors)),
});

/** `trivet profile tree --json` and `peek --json`. */
const treeSchema = z.object({
  ...summary,
  view: z.enum(['tree', 'peek']),
  ...shown,
  rows: z.array(row.extend({ callers: z.array(edge), callees: z.array(edge) })),
});

/** `trivet profile lines --json`. */
const linesSchema = z.object({
  ...summary,
  view: z.literal('lines'),
  functions: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      flat: z.number(),
      cum: z.number(),
      lines: z.array(
        z.object({
          line: z.number(),
          flat: z.number(),
          cum: z.number(),
          /** What the compiler decided on the line; with `--hints` only. */
          hints: z.array(compilerHintSchema).optional(),
        }),
      ),
    }),
  ),
});

/** One instruction of the code that was profiled. */
const instruction = z.object({
  /** Of the file, in hexadecimal. */
  address: z.string(),
  /** In Go's syntax. */
  text: z.string(),
  /** Base name of the source file; empty when unknown. */
  file: z.string(),
  /** 0 when unknown. */
  line: z.number(),
  flat: z.number(),
  cum: z.number(),
});

/** The code of one function, with what was sampled in it. */
export const routineSchema = z.object({
  name: z.string(),
  /** Path of the source as compiled. */
  file: z.string(),
  flat: z.number(),
  cum: z.number(),
  instructions: z.array(instruction),
});
export type Routine = z.infer<typeof routineSchema>;

/** `trivet profile disasm --json`. */
const disassemblySchema = z.object({
  ...summary,
  view: z.literal('disasm'),
  /** The program whose code it is. */
  binary: z.string(),
  routines: z.array(routineSchema),
});

/** Every document of `trivet profile`. */
export const profileReportSchema = z.discriminatedUnion('view', [
  topSchema,
  treeSchema,
  linesSchema,
  disassemblySchema,
]);

export type TopDocument = z.infer<typeof topSchema>;
export type TreeDocument = z.infer<typeof treeSchema>;
export type LinesDocument = z.infer<typeof linesSchema>;
export type DisassemblyDocument = z.infer<typeof disassemblySchema>;
