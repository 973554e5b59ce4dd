import type { Failure } from '../../../../app/contract/failure';
import { err, type Result } from '../../../../app/contract/result';
import {
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
import { reportDamage } from './report-damage';
import { withTrace } from './with-trace';

/** `trivet trace print FILE`: every event as text, as `go tool trace -d=parsed` writes it. */
export const print: Verb = {
  options: {},
  positionals: ['FILE'],
  async run(_values, [file]) {
    const out = new BulkStdout();
    // On a terminal the text itself shows that something happens.
    const progress = process.stdout.isTTY ? undefined : new ReadingProgress();
    const pass = (source: TraceSource, path: string): Result<TraceRead, Failure> => {
      const onProgress = (at: { readBytes: number; totalBytes: number }) => {
        progress?.report(at);
        return out.closed;
      };
      const outcome = readTrace(source, new ParsedText(out.write), { onProgress });
      return outcome.ok ? outcome : err(traceFailure(path, outcome.error));
    };
    const read = await withTrace(file!, (path) =>
      orOutputFailure(() => withTraceFile(path, (source) => pass(source, path))),
    );
    progress?.done();
    // Whoever reads no further has seen enough.
    if (out.closed) return exitStatus.nothingConfirmed;
    if (!read.ok) {
      printFailure(read.error);
      return exitStatus.incomplete;
    }
    const { warning } = read.value;
    return reportDamage(warning === undefined ? [] : [warning], read.value);
  },
};
