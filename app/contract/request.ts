import type { z } from 'zod';
import type { FailureCode } from './failure';

/** One request of the contract: what is asked, what is answered, how it may fail. */
export const request = <
  I extends z.ZodType,
  O extends z.ZodType,
  const C extends FailureCode,
>(def: {
  input: I;
  output: O;
  failures: readonly C[];
}) => def;
