import { basename } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { ok, type Result } from '../../../../app/contract/result';
import type { TraceSummary } from '../../../../app/domain/tracediff';
import { summariseTraceFile } from '../../../analysis/summarise-trace';
import { ReadingProgress } from '../../reading-progress';
import { withTrace } from './with-trace';

/** Trace files of both sides. */
export interface Side {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

export interface SideSummaries {
  readonly a: readonly TraceSummary[];
  readonly b: readonly TraceSummary[];
}

/** Reads one trace after the other, so that memory is that of one; a file on both sides once. */
export async function readSides({ a, b }: Side): Promise<Result<SideSummaries, Failure>> {
  const files = [...new Set([...a, ...b])];
  const summaries = new Map<string, TraceSummary>();
  for (const [index, file] of files.entries()) {
    const what = `trace ${index + 1} of ${files.length}: ${basename(file)}`;
    const progress = new ReadingProgress(process.stderr, what);
    const summary = await withTrace(file, (path) =>
      summariseTraceFile(path, { onProgress: progress.report }),
    );
    progress.done();
    if (!summary.ok) return summary;
    for (const warning of summary.value.warnings) {
      process.stderr.write(`trivet: ${file}: ${warning}\n`);
    }
    summaries.set(file, { ...summary.value, name: file });
  }
  const of = (side: readonly string[]) => side.map((file) => summaries.get(file)!);
  return ok({ a: of(a), b: of(b) });
}
