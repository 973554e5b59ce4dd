import { z } from 'zod';

/** A frame as every MI command prints it. Levels count from 0, lines from 1. */
export const frameSchema = z.object({
  level: z.coerce.number().int().nonnegative().optional(),
  /** Program counter, hexadecimal text: it may pass 2^53. */
  addr: z.string(),
  func: z.string().optional(),
  file: z.string().optional(),
  fullname: z.string().optional(),
  /** 0, which GDB prints for code of no line, is none. */
  line: z.coerce
    .number()
    .int()
    .nonnegative()
    .transform((line) => (line > 0 ? line : undefined))
    .optional(),
  /** The shared library it lies in, when GDB knows no function. */
  from: z.string().optional(),
});
export type GdbFrame = z.output<typeof frameSchema>;
