import { relative, resolve, sep } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { GoPackage, Project } from '../../app/contract/project';
import { err, ok, type Result } from '../../app/contract/result';
import { buildProgram, buildTest, testArguments, type BuiltProgram } from '../build/build-program';
import type { SessionFolder } from '../capture/session-folder';
import { choosePackage } from '../project/choose-package';
import { isWithin } from '../project/is-within';
import { openProject } from '../project/open-project';
import { launchTarget } from '../target/launch-target';
import { findGo } from '../toolchain/find-go';
import {
  createSession,
  startPlannedLoad,
  type Preparation,
  type PreparedTarget,
} from './prepare-target';

/** One sample in 64 KiB: eight times the default density, for a join by hundreds of objects. */
const memProfileRate = 64 * 1024;

interface Chosen {
  readonly go: string;
  readonly goVersion: string;
  readonly project: Project;
  readonly package: GoPackage;
}

/** Builds the command (or test) with the agent laid over it, and starts it. */
export async function prepareLaunched(
  preparation: Preparation,
): Promise<Result<PreparedTarget, Failure>> {
  const { plan, services, stepper, signal, onEvent } = preparation;
  let session: SessionFolder | undefined;
  const built = await stepper.run('build', { expectedMs: 5000 }, async (tell) => {
    const chosen = await choose(preparation);
    if (!chosen.ok) return chosen;
    const created = await createSession(
      preparation,
      describeTarget(preparation, chosen.value),
      chosen.value.goVersion,
    );
    if (!created.ok) return created;
    session = created.value;
    const build = plan.test === undefined ? buildProgram : buildTest;
    const startedAtMs = Date.now();
    const program = await build({
      ...chosen.value,
      profile: plan.buildProfile,
      outDir: session.dir,
      agentDir: resolve(services.resources, 'agent'),
      signal,
      onLine: (text) => onEvent({ kind: 'output', source: 'build', text: `${text}\n` }),
    });
    if (!program.ok) return program;
    const { command, binaryPath, logPath } = program.value;
    tell({ command, artefact: binaryPath, note: program.value.warnings[0] ?? plan.buildProfile });
    const span = { startedAtMs, endedAtMs: Date.now(), command, facts: {} };
    const artefact = { path: inside(session, binaryPath), kind: 'program' as const, ...span };
    const log = { path: inside(session, logPath), kind: 'build-log' as const, ...span };
    const added = await session.addArtefact(artefact);
    const logged = added.ok ? await session.addArtefact(log) : added;
    return logged.ok ? program : logged;
  });
  if (!built.ok || !session) return built.ok ? err(noSession) : built;
  return launch(preparation, session, built.value);
}

async function choose({ plan, signal }: Preparation): Promise<Result<Chosen, Failure>> {
  const go = await findGo();
  if (!go.ok) return go;
  const opened = await openProject(plan.projectDir ?? '.', { go: go.value.path, signal });
  if (!opened.ok) return opened;
  const { project } = opened.value;
  const target = choosePackage(project, plan.package, plan.test !== undefined);
  if (!target.ok) return target;
  const goVersion = opened.value.go.version;
  return ok({ go: go.value.path, goVersion, project, package: target.value });
}

function describeTarget(
  { plan }: Preparation,
  chosen: Chosen,
): SessionFolder['manifest']['target'] {
  const { project } = chosen;
  const module = project.modules.find(({ dir }) => isWithin(chosen.package.dir, dir));
  return {
    mode: plan.test === undefined ? 'launch' : 'test',
    module: module?.path ?? 'command-line-arguments',
    package: chosen.package.importPath,
    projectDir: project.dir,
    // A test binary's own flags come before those the person gave.
    args: [...(plan.test === undefined ? [] : testArguments(plan.test)), ...plan.args],
    pid: 0,
    buildProfile: plan.buildProfile,
    pathMap: [],
  };
}

async function launch(
  preparation: Preparation,
  session: SessionFolder,
  program: BuiltProgram,
): Promise<Result<PreparedTarget, Failure>> {
  const { stepper, signal, onEvent } = preparation;
  const logPath = await session.place('logs/target.log');
  const launched = await stepper.run('launch', { expectedMs: 300 }, async (tell) => {
    const target = await launchTarget({
      binaryPath: program.binaryPath,
      cwd: program.packageDir,
      args: session.manifest.target.args,
      logPath,
      memProfileRate,
      signal,
      onLine: (text) => onEvent({ kind: 'output', source: 'target', text: `${text}\n` }),
    });
    if (!target.ok) return target;
    const { pid, command } = target.value;
    tell({ command, note: `agent on a private socket · pid ${pid}`, artefact: logPath });
    await session.update({ target: { ...session.manifest.target, pid }, memProfileRate });
    const load = await startPlannedLoad(preparation, program.packageDir, pid);
    if (!load.ok) {
      await target.value.stop();
      return load;
    }
    return ok({ target: target.value, load: load.value });
  });
  if (!launched.ok) return launched;
  const { target, load } = launched.value;
  const startedAtMs = Date.now();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await load?.stop();
    await target.stop();
    await session.addArtefact({
      path: 'logs/target.log',
      kind: 'target-log',
      startedAtMs,
      endedAtMs: Date.now(),
      command: target.command,
      facts: {},
    });
  };
  return ok({
    session,
    pid: target.pid,
    binaryPath: program.binaryPath,
    client: target.client,
    whenExited: target.exited.then((exit) => target.describeExit(exit)),
    stop: () => (stopped ??= stop()),
  });
}

/** Path of a file inside the session folder, as the manifest writes it. */
const inside = (session: SessionFolder, file: string) =>
  relative(session.dir, file).split(sep).join('/');

const noSession: Failure = { code: 'internal', message: 'The build ended without a session.' };
