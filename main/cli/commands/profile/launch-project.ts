import type { Failure } from '../../../../app/contract/failure';
import { ok, type Result } from '../../../../app/contract/result';
import { ClientSource } from '../../../capture/profile-sources/client-source';
import type { ProfileSource } from '../../../capture/profile-sources/profile-source';
import type { SessionFolder } from '../../../capture/session-folder';
import { prepareProject } from '../../prepare-project';

/** Builds and launches a project with the agent, as a source of profiles. It ends with `close`. */
export async function launchProject(
  projectDir: string,
  outDir: string | undefined,
  signal: AbortSignal,
): Promise<
  Result<{ source: ProfileSource; session: SessionFolder; close(): Promise<void> }, Failure>
> {
  const prepared = await prepareProject(projectDir, { outDir }, signal);
  if (!prepared.ok) return prepared;
  const { target, client, close } = prepared.value;
  const { session } = target;
  return ok({ source: new ClientSource(client, session.manifest.target.package), session, close });
}
