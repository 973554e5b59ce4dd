import { z } from 'zod';

/** One thing that must work on this machine. */
export const doctorCheckSchema = z.object({
  /** `go`, `gdb`, `gdb-python`, `ptrace`, `disk`, `display` … */
  id: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'warn', 'fail']),
  /** What was found. */
  says: z.string(),
  /** What to do about it, a command where possible. */
  remedy: z.string().optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

/** What works on this machine, what not, why, and what to do. */
export const doctorSchema = z.object({
  format: z.literal(1),
  trivet: z.string(),
  /** One line: "go 1.26.8 · gdb 13.1 · attach allowed". */
  summary: z.string(),
  checks: z.array(doctorCheckSchema),
});
export type Doctor = z.infer<typeof doctorSchema>;
