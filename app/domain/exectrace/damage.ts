/**
 * Thrown inside the reader where the trace cannot be followed any further, and caught by readTrace:
 * hot loops stay free of result checks. `at` is a byte offset, undefined when only the order of
 * events is wrong.
 */
export class Damage extends Error {
  constructor(
    readonly reason: string,
    readonly at?: number,
  ) {
    super(reason);
  }
}

export function fail(reason: string, at?: number): never {
  throw new Damage(reason, at);
}
