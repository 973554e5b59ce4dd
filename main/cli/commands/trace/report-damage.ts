import {
  formatTraceWarning,
  type TraceRead,
  type TraceWarning,
} from '../../../../app/domain/exectrace';
import { exitStatus } from '../../output';

/**
 * What could not be read, on standard error. Everything up to the last complete generation is an answer, with
 * status 0; a trace without one has given none.
 *
 * @returns the exit status.
 */
export function reportDamage(
  warnings: readonly TraceWarning[],
  { generations }: Pick<TraceRead, 'generations'>,
): number {
  for (const warning of warnings) process.stderr.write(`trivet: ${formatTraceWarning(warning)}\n`);
  if (generations > 0) return exitStatus.nothingConfirmed;
  process.stderr.write(
    'trivet: Not one generation of this trace is complete: what it tells is no answer.\n',
  );
  return exitStatus.incomplete;
}
