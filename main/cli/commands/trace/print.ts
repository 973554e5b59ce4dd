import { resolve } from 'node:path';
import { err, ok } from '../../../../app/contract/result';
import { formatTraceWarning, ParsedText, readTrace } from '../../../../app/domain/exectrace';
import { traceFailure, withTraceFile } from '../../../analysis/trace-file';
import { exitStatus, printFailure } from '../../output';
import { BulkStdout } from '../../bulk-stdout';
import { ReadingProgress } from '../../reading-progress';
import type { Verb } from '../../verbs';

/** `trivet trace print FILE`: every event as text, as `go tool trace -d=parsed` writes it. */
export const print: Verb = {
  options: {},
  positionals: ['FILE'],
  async run(_values, [file]) {
    const path = resolve(file!);
    const out = new BulkStdout();
    // On a terminal the text itself shows that something happens.
    const progress = process.stdout.isTTY ? undefined : new ReadingProgress();
    const read = withTraceFile(path, (source) => {
      const onProgress = (at: { readBytes: number; totalBytes: number }) => {
        progress?.report(at);
        return out.closed;
      };
      const outcome = readTrace(source, new ParsedText(out.write), { onProgress });
      return outcome.ok ? ok(outcome.value) : err(traceFailure(path, outcome.error));
    });
    progress?.done();
    // Whoever reads no further has seen enough.
    if (out.closed) return exitStatus.nothingConfirmed;
    if (!read.ok) {
      printFailure(read.error);
      return exitStatus.incomplete;
    }
    const { warning } = read.value;
    if (warning !== undefined) process.stderr.write(`trivet: ${formatTraceWarning(warning)}\n`);
    return exitStatus.nothingConfirmed;
  },
};
