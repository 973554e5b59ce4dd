import { resolve } from 'node:path';
import { eventNames, formatTraceWarning } from '../../../../app/domain/exectrace';
import { analyzeTraceFile } from '../../../analysis/trace-file';
import { exitStatus, printFailure, printJson } from '../../output';
import type { Verb } from '../../verbs';

/** `trivet trace stats FILE`: what a trace holds. */
export const stats: Verb = {
  options: { json: { type: 'boolean' } },
  positionals: ['FILE'],
  async run(values, [file]) {
    const trace = analyzeTraceFile(resolve(file!));
    if (!trace.ok) {
      printFailure(trace.error);
      if (values['json'] === true) await printJson({ format: 1, failure: trace.error });
      return exitStatus.incomplete;
    }
    const { version, generations, events, eventsByType, duration, warnings } = trace.value;
    const byKind = [...eventsByType].flatMap((count, type) =>
      count === 0 ? [] : [[eventNames[type] ?? String(type), count] as const],
    );
    if (values['json'] === true) {
      const kinds = Object.fromEntries(byKind);
      const says = warnings.map(formatTraceWarning);
      await printJson({ format: 1, version, generations, events, duration, kinds, warnings: says });
      return exitStatus.nothingConfirmed;
    }
    const lines = byKind.map(([name, count]) => `${String(count).padStart(12)}  ${name}`);
    process.stdout.write(`${events} events in ${generations} generations\n${lines.join('\n')}\n`);
    for (const warning of warnings)
      process.stderr.write(`trivet: ${formatTraceWarning(warning)}\n`);
    return exitStatus.nothingConfirmed;
  },
};
