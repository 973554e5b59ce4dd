import { err, ok, type Result } from '../../../../app/contract/result';
import type { GoroutineId, TraceNs } from '../../../../app/contract/units';
import {
  computeCriticalPath,
  createFramePicker,
  describePath,
  formatTraceWarning,
  type CriticalPathOf,
  type TraceWarning,
} from '../../../../app/domain/exectrace';
import { criticalPathFailure } from '../../../analysis/critical-path-failure';
import { withTraceFile } from '../../../analysis/trace-file';
import { exitStatus, printFailure, printJson } from '../../output';
import { ReadingProgress } from '../../reading-progress';
import { parseSeconds } from '../../seconds';
import type { Values, Verb } from '../../verbs';
import { formatPath } from './format-path';
import { withTrace } from './with-trace';

/** `trivet trace path FILE`: what a task, a goroutine or a range of time waited for, back from its end. */
export const path: Verb = {
  options: {
    task: { type: 'string' },
    goid: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  async run(values, [file]) {
    const of = readQuestion(values);
    if (!of.ok) return { usage: of.error };
    const progress = new ReadingProgress();
    const found = await withTrace(file!, (trace) =>
      withTraceFile(trace, (source) => {
        const options = { onProgress: progress.report };
        const walked = computeCriticalPath(source, of.value, options);
        if (walked.ok) return ok(walked.value);
        reportWarning(walked.error);
        return err(criticalPathFailure(trace, walked.error, of.value));
      }),
    );
    progress.done();
    if (!found.ok) {
      printFailure(found.error);
      if (values['json'] === true) await printJson({ format: 1, failure: found.error });
      return exitStatus.incomplete;
    }
    reportWarning(found.value);
    const document = describePath(found.value);
    if (values['json'] === true) await printJson(document);
    else process.stdout.write(formatPath(document, createFramePicker(found.value.stacks)));
    return exitStatus.nothingConfirmed;
  },
};

function readQuestion(values: Values): Result<CriticalPathOf, string> {
  const { task, goid, from, to } = values;
  if (task !== undefined) {
    if (goid !== undefined || from !== undefined || to !== undefined) {
      return err('--task stands alone: a task has its own begin and end.');
    }
    const id = parseId(task);
    return id === undefined ? err('--task wants the number of a task.') : ok({ task: id });
  }
  if (goid === undefined && from === undefined && to === undefined) {
    return err('Say which path: --task N, --goid N, or a range by --from and --to.');
  }
  const id = goid === undefined ? undefined : parseId(goid);
  if (goid !== undefined && id === undefined) return err('--goid wants the number of a goroutine.');
  const begin = from === undefined ? 0 : parseSeconds(from);
  const end = to === undefined ? Infinity : parseSeconds(to);
  if (begin === undefined || end === undefined || begin >= end) {
    return err('--from and --to want times since the start of the trace, such as 1.2s or 350ms.');
  }
  const range = {
    begin: Math.round(begin * 1e9) as TraceNs,
    end: Math.round(end * 1e9) as TraceNs,
  };
  return ok({ ...(id !== undefined && { goid: id as GoroutineId }), ...range });
}

const parseId = (text: unknown): number | undefined =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** Before all else: what was asked for may be in the part that could not be read. */
function reportWarning(from: object): void {
  const { warning } = from as { readonly warning?: TraceWarning };
  if (warning !== undefined) process.stderr.write(`trivet: ${formatTraceWarning(warning)}\n`);
}
