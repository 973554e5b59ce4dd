import type { Failure } from '../../app/contract/failure';
import type { CriticalPathError, CriticalPathOf } from '../../app/domain/exectrace';
import { traceFailure } from './trace-file';

/** What the person reads when there is no such path. */
export function criticalPathFailure(
  file: string,
  error: CriticalPathError,
  of: CriticalPathOf,
): Failure {
  switch (error.code) {
    case 'no-such-task':
      return {
        code: 'usage',
        message: `${file} has no task of this number.`,
        remedy: 'runtime/trace.NewTask makes tasks; trivet trace stats lists their names.',
      };
    case 'no-such-goroutine': {
      const goid = 'task' in of ? '' : String(of.goid ?? '');
      const where = 'task' in of || of.end === Infinity ? '' : ' up to the end of this range';
      return {
        code: 'usage',
        message: `${file} has no goroutine ${goid}${where}.`,
        remedy: 'trivet trace goroutines lists them with their numbers.',
      };
    }
    case 'idle':
      return {
        code: 'usage',
        message: `No goroutine asked for did anything in this range of ${file}.`,
        remedy: 'trivet trace goroutines lists them with their numbers.',
      };
    default:
      return traceFailure(file, error);
  }
}
