import type { Failure } from '../../../../app/contract/failure';
import type { Result } from '../../../../app/contract/result';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import type { Values } from '../../verbs';
import { openProfiles, type OpenedProfile } from './open-profiles';
import { readRequest, type ProfileRequest } from './profile-options';

/** What a verb prints. */
export interface Printed {
  readonly text: () => string;
  readonly json: () => unknown;
  /** Filters that matched nothing. */
  readonly unmatched: readonly string[];
}

/** Reads the options and files of a verb, and prints its table as text or JSON. */
export async function runReport(
  values: Values,
  files: readonly string[],
  makeReport: (
    opened: OpenedProfile,
    request: ProfileRequest,
  ) => Result<Printed, Failure> | Promise<Result<Printed, Failure>>,
): Promise<number | { usage: string }> {
  const request = readRequest(values);
  if (!request.ok) return { usage: request.error };
  const opened = await openProfiles(files, request.value);
  const report = opened.ok ? await makeReport(opened.value, request.value) : opened;
  if (!report.ok) {
    printFailure(report.error);
    if (request.value.json) await printJson({ format: 1, failure: report.error });
    return statusOf(report.error);
  }
  for (const option of report.value.unmatched) {
    process.stderr.write(`trivet: the expression of ${option} matched nothing.\n`);
  }
  if (request.value.json) await printJson(report.value.json());
  else await writeOut(report.value.text());
  return exitStatus.nothingConfirmed;
}

/** Resolves once the text has been handed over: a pipe may take its time. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
