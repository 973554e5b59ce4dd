import type { Failure } from '../../../../app/contract/failure';
import type { Result } from '../../../../app/contract/result';
import { withInput } from '../../../analysis/open-input';

/** Lends the trace that a person names, also one that is piped in or compressed; see `withInput`. */
export const withTrace = <T>(
  named: string,
  use: (file: string) => Result<T, Failure> | Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> => {
  const warn = (message: string) => void process.stderr.write(`trivet: ${message}\n`);
  return withInput(named, { inflate: true, warn }, use);
};
