import type { Failure } from '../../app/contract/failure';
import { exitStatus } from './exit-status';

export { exitStatus } from './exit-status';

/** One JSON document on standard output; nothing else is ever written there with --json. */
export function printJson(document: unknown): Promise<void> {
  const text = `${JSON.stringify(document, undefined, 2)}\n`;
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

/** What was tried, what stopped it, what to do; the foreign tool's words below. On standard error. */
export function printFailure(failure: Failure): void {
  const lines = [`trivet: ${failure.message}`];
  if (failure.remedy !== undefined) lines.push(`  → ${failure.remedy}`);
  if (failure.detail !== undefined) {
    lines.push(
      ...failure.detail
        .trimEnd()
        .split('\n')
        .slice(-30)
        .map((line) => `    ${line}`),
    );
  }
  process.stderr.write(`${lines.join('\n')}\n`);
}

/** One line about bad usage, on standard error. @returns the exit status for it. */
export function printUsage(message: string): number {
  process.stderr.write(`trivet: ${message}\nRun "trivet help" for the options.\n`);
  return exitStatus.usage;
}

/** Bad usage is the person's to mend; all else is "could not complete". */
export const statusOf = (failure: Failure): number =>
  failure.code === 'usage' || failure.code === 'package-ambiguous'
    ? exitStatus.usage
    : exitStatus.incomplete;
