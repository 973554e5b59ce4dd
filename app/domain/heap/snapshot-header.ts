import { z } from 'zod';

const hex = z.string().regex(/^0x[0-9a-f]+$/);

/** JSON header of a heap snapshot: docs/formats.md. Addresses are numbers: user space ends at 2^47. */
export const snapshotHeaderSchema = z.object({
  format: z.literal(1),
  goVersion: z.string(),
  arch: z.enum(['amd64']),
  pid: z.number().int(),
  /** Path of the executable on the machine that took it; a hint, held against the symbols. */
  binary: z.string().optional(),
  /** Run-time address minus address in the file; 0 unless PIE. */
  bias: z.number().int(),
  stoppedAtMs: z.number(),
  pauseMs: z.number(),
  timings: z.record(z.string(), z.number()),
  gdb: z.string(),
  layouts: z.record(
    z.string(),
    z.object({
      size: z.number().int(),
      fields: z.record(z.string(), z.tuple([z.number().int(), z.number().int()])),
    }),
  ),
  constants: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  symbols: z.record(z.string(), z.number()),
  threads: z.array(
    z.object({ tid: z.number().int(), regs: z.record(z.string(), hex), xmm: z.array(hex) }),
  ),
  chunks: z.array(
    z.object({
      kind: z.string(),
      address: z.number(),
      length: z.number().int().nonnegative(),
      offset: z.number().int().nonnegative(),
    }),
  ),
});
export type SnapshotHeader = z.infer<typeof snapshotHeaderSchema>;
