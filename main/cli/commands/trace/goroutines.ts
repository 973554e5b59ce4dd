import { computeTraceGoroutines, createFramePicker } from '../../../../app/domain/exectrace';
import { analyzeTraceFile } from '../../../analysis/trace-file';
import { exitStatus, printFailure, printJson } from '../../output';
import { ReadingProgress } from '../../reading-progress';
import { formatGoroutines, shownPerGroup } from './format-goroutines';
import { reportDamage } from './report-damage';
import type { Verb } from '../../verbs';
import { withTrace } from './with-trace';

/** `trivet trace goroutines FILE`: who was started where, what became of them, and where the living are. */
export const goroutines: Verb = {
  options: { json: { type: 'boolean' }, alive: { type: 'boolean' }, limit: { type: 'string' } },
  positionals: ['FILE'],
  async run(values, [file]) {
    const limit = Number(values['limit'] ?? shownPerGroup);
    if (!Number.isSafeInteger(limit) || limit < 0) {
      return { usage: '--limit wants a whole number: goroutines shown of each group.' };
    }
    const aliveOnly = values['alive'] === true;
    const progress = new ReadingProgress(process.stderr);
    const options = { stripsPerGroup: 0, onProgress: progress.report };
    const trace = await withTrace(file!, (path) => analyzeTraceFile(path, options));
    progress.done();
    if (!trace.ok) {
      printFailure(trace.error);
      if (values['json'] === true) await printJson({ format: 1, failure: trace.error });
      return exitStatus.incomplete;
    }
    const document = computeTraceGoroutines(trace.value, { aliveOnly });
    if (values['json'] === true) await printJson(document);
    else {
      const pick = createFramePicker(trace.value.stacks);
      process.stdout.write(formatGoroutines(document, pick, { aliveOnly, limit }));
    }
    return reportDamage(trace.value.warnings, trace.value);
  },
};
