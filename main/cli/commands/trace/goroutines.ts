import { computeTraceGoroutines, createFramePicker } from '../../../../app/domain/exectrace';
import { analyzeTraceFile } from '../../../analysis/trace-file';
import { exitStatus, printFailure, printJson } from '../../output';
import { ReadingProgress } from '../../reading-progress';
import { formatGoroutines } from './format-goroutines';
import { reportDamage } from './report-damage';
import type { Verb } from '../../verbs';
import { withTrace } from './with-trace';

/** `trivet trace goroutines FILE`: who was started where, what became of them, and where the living are. */
export const goroutines: Verb = {
  options: { json: { type: 'boolean' }, alive: { type: 'boolean' } },
  positionals: ['FILE'],
  async run(values, [file]) {
    const progress = new ReadingProgress(process.stderr);
    const options = { stripsPerGroup: 0, onProgress: progress.report };
    const trace = await withTrace(file!, (path) => analyzeTraceFile(path, options));
    progress.done();
    if (!trace.ok) {
      printFailure(trace.error);
      if (values['json'] === true) await printJson({ format: 1, failure: trace.error });
      return exitStatus.incomplete;
    }
    const document = computeTraceGoroutines(trace.value, { aliveOnly: values['alive'] === true });
    if (values['json'] === true) await printJson(document);
    else process.stdout.write(formatGoroutines(document, createFramePicker(trace.value.stacks)));
    return reportDamage(trace.value.warnings, trace.value);
  },
};
