import { join } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import { investigationPlanSchema } from '../../../../app/contract/session';
import { AnalysisClient } from '../../../analysis/client';
import { ClientSource } from '../../../capture/profile-sources/client-source';
import type { ProfileSource } from '../../../capture/profile-sources/profile-source';
import type { SessionFolder } from '../../../capture/session-folder';
import { prepareTarget } from '../../../investigation/prepare-target';
import { Stepper } from '../../../investigation/stepper';
import { findUserFolders } from '../../../project/user-folders';
import { findResources, readVersion } from '../../../resources';
import { ProgressPrinter } from '../../progress';

/** Builds and launches a project with the agent, as a source of profiles. It ends with `close`. */
export async function launchProject(
  projectDir: string,
  outDir: string | undefined,
  signal: AbortSignal,
): Promise<
  Result<{ source: ProfileSource; session: SessionFolder; close(): Promise<void> }, Failure>
> {
  const plan = investigationPlanSchema.parse({ projectDir, outDir });
  const analysis = new AnalysisClient(join(__dirname, 'worker.cjs'));
  const { print } = new ProgressPrinter(process.stderr);
  const services = {
    analysis,
    resources: findResources(),
    version: readVersion(),
    dataDir: findUserFolders().data,
  };
  const stepper = new Stepper(print, signal);
  const prepared = await prepareTarget(plan, services, stepper, signal, print);
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
  return ok({ source: new ClientSource(client, session.manifest.target.package), session, close });
}
