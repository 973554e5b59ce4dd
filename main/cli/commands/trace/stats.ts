import { computeTraceStats, createFramePicker } from '../../../../app/domain/exectrace';
import { analyzeTraceFile, sumsOnly } from '../../../analysis/trace-file';
import { exitStatus, printFailure, printJson } from '../../output';
import { ReadingProgress } from '../../reading-progress';
import { formatStats } from './format-stats';
import { reportDamage } from './report-damage';
import type { Verb } from '../../verbs';
import { networkOptions } from '../profile/source-options';
import { withTrace } from './with-trace';

/** `trivet trace stats FILE`: what a trace holds; with `--follow`, also of one that is still written. */
export const stats: Verb = {
  options: { ...networkOptions, follow: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: ['FILE'],
  async run(values, [file]) {
    if (values['follow'] === true) {
      return (await import('./follow')).follow(file!, values);
    }
    const foreign = Object.keys(networkOptions).find((name) => values[name] !== undefined);
    if (foreign !== undefined) return { usage: `--${foreign} goes with --follow and an address.` };
    const progress = new ReadingProgress(process.stderr);
    const options = { ...sumsOnly, onProgress: progress.report };
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
