import { copyFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { attachTarget, type AttachedTarget } from '../target/attach-target';
import { findGo } from '../toolchain/find-go';
import type { SessionFolder } from '../capture/session-folder';
import {
  createSession,
  startPlannedLoad,
  type Preparation,
  type PreparedTarget,
} from './prepare-target';

/** Gets at a process that somebody else started. It goes on when we are done. */
export async function prepareAttached(
  preparation: Preparation,
  pid: number,
): Promise<Result<PreparedTarget, Failure>> {
  const { plan, stepper } = preparation;
  stepper.skip('build', `process ${pid} runs already`);
  return stepper.run('launch', { expectedMs: 500 }, async (tell) => {
    const go = await findGo();
    const attached = await attachTarget(pid, { go: go.ok ? go.value.path : undefined });
    if (!attached.ok) return attached;
    const { client, clientFailure, executablePath, cwd, buildInfo } = attached.value;
    tell({
      note: client
        ? `${executablePath} · ${client.kind}`
        : `${executablePath} · ${clientFailure?.message ?? 'no pprof endpoint'}`,
    });
    const session = await createSession(
      preparation,
      describeTarget(attached.value, plan.projectDir),
      buildInfo.goVersion,
    );
    if (!session.ok) return session;
    const binaryPath = await copyExecutable(attached.value, session.value);
    if (!binaryPath.ok) return binaryPath;
    const load = await startPlannedLoad(preparation, plan.projectDir ?? (cwd || '.'), pid);
    if (!load.ok) return load;
    return ok({
      session: session.value,
      pid,
      binaryPath: binaryPath.value,
      client,
      // Not our child: its end shows as a request that fails.
      whenExited: new Promise<Failure>(() => undefined),
      stop: async () => {
        await load.value?.stop();
        client?.close();
      },
    });
  });
}

function describeTarget(
  { pid, executablePath, args, cwd, buildInfo }: AttachedTarget,
  projectDir: string | undefined,
): SessionFolder['manifest']['target'] {
  return {
    mode: 'attach',
    module: buildInfo.modulePath ?? 'command-line-arguments',
    package: buildInfo.mainPackage ?? basename(executablePath),
    projectDir: projectDir ?? cwd,
    args: [...args],
    pid,
    pathMap: [],
  };
}

/** The bundle must be readable without the machine it came from, so the executable goes into it. */
async function copyExecutable(
  { executable, executablePath }: AttachedTarget,
  session: SessionFolder,
): Promise<Result<string, Failure>> {
  const path = `program/${basename(executablePath)}`;
  const startedAtMs = Date.now();
  try {
    const file = await session.place(path);
    await copyFile(executable, file);
    const added = await session.addArtefact({
      path,
      kind: 'program',
      startedAtMs,
      endedAtMs: Date.now(),
      command: `cp ${executable} ${basename(path)}`,
    });
    return added.ok ? ok(file) : added;
  } catch (cause) {
    const message = `The executable ${executablePath} could not be copied into the session folder.`;
    const remedy = 'Free some space, or choose another folder with --out.';
    return err({ code: 'disk', message, remedy, detail: String(cause) });
  }
}
