import type { Failure } from '../../app/contract/failure';
import { err, type Result } from '../../app/contract/result';

/**
 * The output takes no more. Thrown through the reader of a trace, which knows only its own failures;
 * no system error, so that nobody takes it for one of the file that is read.
 */
export class OutputFailed extends Error {
  readonly failure: Failure;

  /** @param name of the output, for people. */
  constructor(name: string, cause: unknown) {
    const message = `${name} cannot be written any further.`;
    super(message);
    this.failure = { code: 'disk', message, detail: String(cause) };
  }
}

/** What `run` answers; an output that takes no more is a failure as others are. */
export function orOutputFailure<T>(run: () => Result<T, Failure>): Result<T, Failure> {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof OutputFailed)) throw cause;
    return err(cause.failure);
  }
}
