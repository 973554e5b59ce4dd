import { join } from 'node:path';
import { AnalysisClient } from '../../analysis/client';
import { FlightTrigger } from '../../capture/flight-recorder';
import { runInvestigation } from '../../investigation/run-investigation';
import { findUserFolders } from '../../project/user-folders';
import { findResources, readVersion } from '../../resources';
import type { Command } from '../command-line';
import { exitStatus, printFailure, printJson, statusOf } from '../output';
import { ProgressPrinter } from '../progress';
import { formatSummary } from '../summary';

/** `trivet investigate`: progress on standard error, findings on standard output. */
export async function investigate({
  plan,
  json,
}: Extract<Command, { name: 'investigate' }>): Promise<number> {
  const analysis = new AnalysisClient(join(__dirname, 'worker.cjs'));
  const abort = new AbortController();
  const onSignal = () => abort.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const flightTrigger = new FlightTrigger();
  const onKeep = () => void keepLastSeconds(flightTrigger);
  process.on('SIGUSR2', onKeep);
  try {
    const services = {
      analysis,
      resources: findResources(),
      version: readVersion(),
      dataDir: findUserFolders().data,
    };
    const { print } = new ProgressPrinter(process.stderr);
    const outcome = await runInvestigation(plan, services, abort.signal, print, flightTrigger);
    if (!outcome.ok) {
      printFailure(outcome.error);
      if (json) await printJson({ format: 1, failure: outcome.error });
      return statusOf(outcome.error);
    }
    const { findings, dir } = outcome.value;
    if (json) await printJson(findings);
    else process.stdout.write(formatSummary(findings, dir));
    if (findings.findings.some(({ verdict }) => verdict === 'confirmed')) {
      return exitStatus.confirmed;
    }
    if (findings.failure === undefined) return exitStatus.nothingConfirmed;
    printFailure(findings.failure);
    return exitStatus.incomplete;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGUSR2', onKeep);
    await analysis.dispose();
  }
}

/** By signal, since a script has no window: `kill -USR2 PID`. */
async function keepLastSeconds(flightTrigger: FlightTrigger): Promise<void> {
  const kept = await flightTrigger.keep();
  if (kept.ok) process.stderr.write(`\nkept the last seconds: ${kept.value.path}\n`);
  else printFailure(kept.error);
}
