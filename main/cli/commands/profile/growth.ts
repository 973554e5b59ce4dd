import { resolve } from 'node:path';
import { isStandardLibrary } from '../../../../app/domain/correlate/standard-library';
import { createUserFilter, isAgentFrame } from '../../../../app/domain/correlate/user-module';
import { formatPprofError } from '../../../../app/domain/pprof/pprof-error';
import { computeStackGrowth } from '../../../../app/domain/pprof/stack-growth';
import type { GrowthTable } from '../../../../app/contract/profile-growth';
import { toGrowthTable } from '../../../analysis/growth-table';
import { loadSeries } from '../../../capture/profile-series/load-series';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import { formatFigure, formatValue } from './figures';
import type { Verb } from '../../verbs';

const shownRows = 20;

/** `trivet profile growth DIR|FILES…`: the call stacks that grow over a series of profiles. */
export const growth: Verb = {
  options: {
    kind: { type: 'string' },
    'sample-type': { type: 'string' },
    module: { type: 'string' },
    top: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['DIR|FILES…'],
  async run(values, paths) {
    const top = Number(values['top'] ?? shownRows);
    if (!Number.isSafeInteger(top) || top < 1)
      return { usage: '--top wants a whole number above 0.' };
    const { kind, module } = values as { kind?: string; module?: string };
    const loaded = await loadSeries(
      paths.map((each) => resolve(each)),
      kind,
    );
    if (!loaded.ok) {
      printFailure(loaded.error);
      if (values['json'] === true) await printJson({ format: 1, failure: loaded.error });
      return statusOf(loaded.error);
    }
    const { name, series, module: recorded } = loaded.value;
    if (series.length < 2) {
      return { usage: 'One profile shows no growth: name two or more, or the folder of a series.' };
    }
    const modules = [module ?? recorded].filter((each) => each !== undefined);
    const isUser =
      modules.length > 0
        ? createUserFilter(modules)
        : (each: string): boolean => !isStandardLibrary(each);
    const table = computeStackGrowth(series, {
      sampleType: values['sample-type'] as string | undefined,
      isUserFrame: (frame) => isUser(frame.function),
      isHiddenFrame: isAgentFrame,
    });
    if (!table.ok) {
      const message = `These profiles are no series: ${formatPprofError(table.error)}.`;
      printFailure({ code: 'not-a-profile', message });
      return exitStatus.incomplete;
    }
    const shown = toGrowthTable(table.value, name, series, top);
    if (values['json'] === true) await printJson({ format: 1, ...shown });
    else process.stdout.write(formatGrowth(shown));
    return exitStatus.nothingConfirmed;
  },
};

/** The table as a person reads it on a terminal. */
function formatGrowth(table: GrowthTable): string {
  const { unit, rows, atSeconds, total, isRate } = table;
  const perSecond = isRate ? '/s' : '';
  const value = (each: number, error?: number) => `${formatFigure(each, unit, error)}${perSecond}`;
  const seconds = (atSeconds[atSeconds.length - 1] ?? 0) - (atSeconds[0] ?? 0);
  const last = total.values.length - 1;
  const lines = [
    `${table.profile} ${table.type}${isRate ? ' per second' : ''}: ${atSeconds.length} profiles over ${seconds.toFixed(1)} s, ${table.stacks} stacks, ${table.tested} tested`,
    `total ${value(total.values[0] ?? 0)} → ${value(total.values[last] ?? 0, total.standardErrors?.[last])}`,
  ];
  if (table.beforeRestart > 0) {
    lines.push(
      `The program was started anew: ${table.beforeRestart} earlier profiles are left out.`,
    );
  }
  if (atSeconds.length < 4) lines.push('Fewer than four profiles cannot show a rise by rank.');
  lines.push(
    '',
    `  ${'slope/s'.padStart(12)}  ${'95 % interval'.padEnd(26)} ${'q'.padStart(8)}  last`,
  );
  for (const row of rows) {
    const { slope, q, site, frames } = row;
    const interval = `${formatValue(slope.low, unit)} … ${formatValue(slope.high, unit)}`;
    const leaf = frames[0];
    const via = leaf && leaf.function !== site.function ? ` → ${leaf.function}` : '';
    const figures = `${formatValue(slope.perSecond, unit).padStart(12)}  ${interval.padEnd(26)} ${formatQ(q)}`;
    const place = `${site.function} (${site.file.slice(site.file.lastIndexOf('/') + 1)}:${site.line})${via}`;
    lines.push(
      `${row.grows ? '▲' : ' '} ${figures}  ${value(row.values[last] ?? 0, row.standardError)}  ${place}`,
    );
  }
  if (rows.length < table.stacks) lines.push(`  ${rows.length} of ${table.stacks} stacks shown.`);
  lines.push(
    '',
    '▲ grows: rank test corrected for all stacks tested, q < 0.05. ± standard error of sampling.',
    '',
  );
  return lines.join('\n');
}

const formatQ = (q: number | undefined) =>
  (q === undefined ? '—' : q < 0.0001 ? '<0.0001' : q.toFixed(4)).padStart(8);
