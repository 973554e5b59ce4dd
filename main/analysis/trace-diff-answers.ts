import { statSync } from 'node:fs';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { diffTraces, toRun, type TraceSummary } from '../../app/domain/tracediff';
import { findAll } from './find-traces';
import type { Questions } from './protocol';
import { summariseTraceFile } from './summarise-trace';

/** Summaries kept; small, and enough for two sides of many runs. */
const maxKept = 256;

type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

interface Kept {
  readonly modifiedMs: number;
  readonly sizeBytes: number;
  readonly summary: TraceSummary;
}

/** Questions about sets of traces. A trace is read once while it stays the same file. */
export function traceDiffAnswers() {
  const kept = new Map<string, Kept>();

  const summarise = (file: string): Result<TraceSummary, Failure> => {
    const status = statSync(file, { throwIfNoEntry: false });
    const known = kept.get(file);
    if (known && known.modifiedMs === status?.mtimeMs && known.sizeBytes === status.size) {
      return ok(known.summary);
    }
    const summary = summariseTraceFile(file);
    if (!summary.ok || status === undefined) return summary;
    kept.delete(file);
    const { mtimeMs: modifiedMs, size: sizeBytes } = status;
    kept.set(file, { modifiedMs, sizeBytes, summary: summary.value });
    const oldest = kept.keys().next();
    if (kept.size > maxKept && oldest.done !== true) kept.delete(oldest.value);
    return summary;
  };

  const summariseAll = (files: readonly string[]): Result<readonly TraceSummary[], Failure> => {
    const summaries: TraceSummary[] = [];
    for (const file of files) {
      const summary = summarise(file);
      if (!summary.ok) return err(summary.error);
      summaries.push(summary.value);
    }
    return ok(summaries);
  };

  return {
    'trace.find-runs': async ({
      paths,
    }: Questions['trace.find-runs']['input']): Answer<'trace.find-runs'> => {
      const files = await findAll(paths);
      return files.ok ? ok({ files: [...files.value] }) : files;
    },
    'trace.read-run': async ({
      file,
    }: Questions['trace.read-run']['input']): Answer<'trace.read-run'> => {
      const summary = summarise(file);
      return summary.ok ? ok(toRun(summary.value)) : summary;
    },
    'trace.diff': async ({ a, b }: Questions['trace.diff']['input']): Answer<'trace.diff'> => {
      const summariesA = summariseAll(a);
      if (!summariesA.ok) return summariesA;
      const summariesB = summariseAll(b);
      return summariesB.ok ? ok(diffTraces(summariesA.value, summariesB.value)) : summariesB;
    },
  };
}
