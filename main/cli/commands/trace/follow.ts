import {
  computeTraceStats,
  createFramePicker,
  type TraceAnalysis,
} from '../../../../app/domain/exectrace';
import { followStats } from '../../../analysis/follow-stats';
import { sumsOnly } from '../../../analysis/trace-file';
import { exitStatus, printFailure } from '../../output';
import type { Values } from '../../verbs';
import { readSourceOptions } from '../profile/source-options';
import { FollowScreen } from './follow-screen';
import { formatStats } from './format-stats';
import { openGrowing } from './open-growing';
import { reportDamage } from './report-damage';

/**
 * `trivet trace stats --follow`: the figures of a trace while it is written, and those of all of it when it ends or
 * the person has seen enough.
 */
export async function follow(named: string, values: Values): Promise<number | { usage: string }> {
  const options = await readSourceOptions(values);
  if (!options.ok) return { usage: options.error };
  const isJson = values['json'] === true;
  const abort = new AbortController();
  const onSignal = () => abort.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const opened = openGrowing(named, options.value, abort.signal);
  const screen = new FollowScreen(process.stdout);
  try {
    if (!opened.ok) return await fail(opened.error, isJson);
    const { trace, failure } = opened.value;
    const printer = new LinePrinter();
    const followed = await followStats(trace, sumsOnly, (figures) => {
      if (isJson) return printer.print(figures());
      const status = ` ${trace.name}: still being written · Ctrl+C ends with the figures so far`;
      screen.show(() => compose(figures()), status);
      return undefined;
    });
    screen.close();
    const stopped = failure();
    if (stopped !== undefined) printFailure(stopped);
    if (!followed.ok) {
      return stopped === undefined ? await fail(followed.error, isJson) : exitStatus.incomplete;
    }
    if (isJson) await printer.print(followed.value);
    else process.stdout.write(compose(followed.value));
    const status = reportDamage(followed.value.warnings, followed.value);
    return stopped === undefined ? status : exitStatus.incomplete;
  } finally {
    screen.close();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    if (opened.ok) opened.value.close();
  }
}

const compose = (analysis: TraceAnalysis): string =>
  formatStats(computeTraceStats(analysis), createFramePicker(analysis.stacks));

async function fail(failure: Parameters<typeof printFailure>[0], isJson: boolean): Promise<number> {
  printFailure(failure);
  if (isJson) await write(`${JSON.stringify({ format: 1, failure })}\n`);
  return exitStatus.incomplete;
}

/** One document a line; the same one is not printed twice. */
class LinePrinter {
  #last: string | undefined;

  async print(analysis: TraceAnalysis): Promise<void> {
    const line = JSON.stringify(computeTraceStats(analysis));
    if (line === this.#last) return;
    this.#last = line;
    // A slow reader keeps the next generation waiting: nothing piles up.
    await write(`${line}\n`);
  }
}

const write = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(text, () => resolve()));
