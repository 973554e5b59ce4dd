import { computeTraceStats, createFramePicker } from '../../../../app/domain/exectrace';
import { analyzeTraceFile } from '../../../analysis/trace-file';
import { exitStatus, printFailure, printJson } from '../../output';
import { ReadingProgress } from '../../reading-progress';
import { formatStats } from './format-stats';
import { reportDamage } from './report-damage';
import type { Verb } from '../../verbs';
import { withTrace } from './with-trace';

/** `trivet trace stats FILE`: what a trace holds. */
export const stats: Verb = {
  options: { json: { type: 'boolean' } },
  positionals: ['FILE'],
  async run(values, [file]) {
    const progress = new ReadingProgress(process.stderr);
    // It tells of groups and names: single goroutines, tasks and regions are not shown.
    const limits = { endedLimit: 0, stripsPerGroup: 0, annotationLimit: 0 };
    const options = { ...limits, onProgress: progress.report };
    const trace = await withTrace(file!, (path) => analyzeTraceFile(path, options));
    progress.done();
    if (!trace.ok) {
      printFailure(trace.error);
      if (values['json'] === true) await printJson({ format: 1, failure: trace.error });
      return exitStatus.incomplete;
    }
    const document = computeTraceStats(trace.value);
    if (values['json'] === true) await printJson(document);
    else process.stdout.write(formatStats(document, createFramePicker(trace.value.stacks)));
    return reportDamage(trace.value.warnings, trace.value);
  },
};
