import { formatTraceWarning, type TraceWarning } from '../../../../app/domain/exectrace';

/** What could not be read, on standard error. */
export function printWarnings(warnings: readonly TraceWarning[]): void {
  for (const warning of warnings) process.stderr.write(`trivet: ${formatTraceWarning(warning)}\n`);
}
