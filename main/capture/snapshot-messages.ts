import { z } from 'zod';
import { refusalFactsSchema } from '../toolchain/ptrace-refusal';

const snapshotPhases = ['symbols', 'stopped', 'copying', 'writing'] as const;
/** `stopped` is the only phase in which the target does not run; `copying` is its like for a core file. */
export type SnapshotPhase = (typeof snapshotPhases)[number];

const doneSchema = z.object({
  pauseMs: z.number(),
  copiedBytes: z.number(),
  timings: z.record(z.string(), z.number()),
  gdbVersion: z.string(),
  goVersion: z.string(),
  symbolsFrom: z.enum(['cache', 'dwarf']),
  goroutines: z.number(),
});
const failureSchema = z.object({
  code: z.string(),
  detail: z.string(),
  facts: refusalFactsSchema.nullish().transform((facts) => facts ?? undefined),
});
const messageSchema = z.union([
  z.object({ phase: z.enum(snapshotPhases) }),
  z.object({ done: doneSchema }),
  z.object({ failure: failureSchema }),
]);
/** What resources/gdb/snapshot.py says, a line each. */
export type SnapshotMessage = z.infer<typeof messageSchema>;

const prefix = 'trivet-snapshot ';

/** @returns undefined for a line that is none: GDB's own, or one torn when GDB was killed. */
export function parseSnapshotMessage(line: string): SnapshotMessage | undefined {
  const at = line.indexOf(prefix);
  if (at < 0) return undefined;
  try {
    return messageSchema.parse(JSON.parse(line.slice(at + prefix.length)));
  } catch {
    return undefined;
  }
}
