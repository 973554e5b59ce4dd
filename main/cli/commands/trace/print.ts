import { resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, type Result } from '../../../../app/contract/result';
import {
  formatTraceWarning,
  ParsedText,
  readTrace,
  type TraceRead,
  type TraceSource,
} from '../../../../app/domain/exectrace';
import { traceFailure, withTraceFile } from '../../../analysis/trace-file';
import { exitStatus, printFailure } from '../../output';
import { BulkStdout } from '../../bulk-stdout';
import { orOutputFailure } from '../../output-failed';
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
    const pass = (source: TraceSource): Result<TraceRead, Failure> => {
      const onProgress = (at: { readBytes: number; totalBytes: number }) => {
        progress?.report(at);
        return out.closed;
      };
      const outcome = readTrace(source, new ParsedText(out.write), { onProgress });
      return outcome.ok ? outcome : err(traceFailure(path, outcome.error));
    };
    const read = orOutputFailure(() => withTraceFile(path, pass));
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
