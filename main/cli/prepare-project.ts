import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { investigationPlanSchema, type InvestigationPlanInput } from '../../app/contract/session';
import { AnalysisClient } from '../analysis/client';
import { prepareTarget, type PreparedTarget } from '../investigation/prepare-target';
import { Stepper } from '../investigation/stepper';
import { findUserFolders } from '../project/user-folders';
import { findResources, readVersion } from '../resources';
import type { TargetClient } from '../target/target-client';
import { ProgressPrinter } from './progress';

/** A project that runs with the agent in it. It ends with `close`. */
export interface PreparedProject {
  readonly target: PreparedTarget;
  readonly client: TargetClient;
  close(): Promise<void>;
}

/** Builds and launches a project with the agent; its steps are told on standard error. */
export async function prepareProject(
  projectDir: string,
  plan: InvestigationPlanInput,
  signal: AbortSignal,
): Promise<Result<PreparedProject, Failure>> {
  const analysis = new AnalysisClient(join(__dirname, 'worker.cjs'));
  const { print } = new ProgressPrinter(process.stderr);
  const services = {
    analysis,
    resources: findResources(),
    version: readVersion(),
    dataDir: findUserFolders().data,
  };
  const stepper = new Stepper(print, signal);
  const full = investigationPlanSchema.parse({ ...plan, projectDir });
  const prepared = await prepareTarget(full, services, stepper, signal, print);
  if (!prepared.ok) return prepared;
  const { client, session, stop } = prepared.value;
  const close = async () => {
    await stop();
    for (const step of stepper.records) await session.addStep(step);
    await analysis.dispose();
  };
  if (client === undefined) {
    await close();
    const message = `${projectDir} was launched, but its agent does not answer.`;
    return err({ code: 'agent-unreachable', message });
  }
  return ok({ target: prepared.value, client, close });
}
