import { z } from 'zod';
import { frameSchema } from './frame';

const ns = z.number().nonnegative();

/** What `trivet trace path --json` prints: the critical path through a task, a goroutine or a range. */
export const tracePathSchema = z.object({
  format: z.literal(1),
  /** Since the first event of the trace. */
  beginNs: ns,
  endNs: ns,
  /** False: the trace does not reach back to `beginNs`. */
  isComplete: z.boolean(),
  /** How the time divides, by state; the sum is `endNs` − `beginNs`. */
  timeIn: z.record(z.string(), ns),
  /** One after the other, without a gap. */
  segments: z.array(
    z.object({
      goid: z.number().int(),
      state: z.string(),
      beginNs: ns,
      endNs: ns,
      reason: z.string(),
      /** Leaf first. */
      stack: z.array(frameSchema),
    }),
  ),
});
export type TracePath = z.infer<typeof tracePathSchema>;
