import { z } from 'zod';

/** A place in source. `line` is 1-based; 0 when the tool did not say. */
export const frameSchema = z.object({
  function: z.string(),
  file: z.string(),
  line: z.number().int().nonnegative(),
});
export type Frame = z.infer<typeof frameSchema>;
