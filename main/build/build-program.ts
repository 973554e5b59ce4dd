import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { GoPackage, Project } from '../../app/contract/project';
import { err, ok, type Result } from '../../app/contract/result';
import type { BuildProfileName } from '../../app/contract/session';
import { readGoEnvironment, runGo } from '../project/go-command';
import { getGoFlag, readonlyFlags, warnAboutGoFlags } from '../project/go-flags';
import { buildProfiles } from './build-profiles';
import { writeOverlay } from './overlay';
import { formatCommand } from './shell-words';
import { detachWorkspace } from './workspace-copy';

export interface BuildPlan {
  /** Path of the go command; default `go`. */
  readonly go?: string | undefined;
  readonly project: Project;
  readonly package: GoPackage;
  readonly profile: BuildProfileName;
  /** The session folder: gets `program/<name>`, `build/overlay/` and `build/build.log`. */
  readonly outDir: string;
  /** Folder with the agent's source (resources/agent); undefined: the program alone. */
  readonly agentDir: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What go prints, as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface BuiltProgram {
  readonly binaryPath: string;
  /** Folder to run it in: the package's. */
  readonly packageDir: string;
  /** To paste into a shell. */
  readonly command: string;
  readonly overlayDir: string;
  readonly logPath: string;
  /** `go1.26.8`: the toolchain that built it. */
  readonly goVersion: string;
  readonly elapsedMs: number;
  readonly warnings: readonly string[];
}

export type BuildFailure = Failure<
  | 'go-not-found'
  | 'project-not-found'
  | 'package-not-found'
  | 'build-failed'
  | 'cancelled'
  | 'timeout'
  | 'disk'
>;

/** Builds a command with the agent laid over it. The user's tree is neither changed nor added to. */
export async function buildProgram(plan: BuildPlan): Promise<Result<BuiltProgram, BuildFailure>> {
  const target = plan.package;
  if (!target.isCommand) {
    const message = `${target.importPath} is not a command: its package is ${target.name}, not main.`;
    return err({ code: 'package-not-found', message });
  }
  return build(plan, ['build'], programName(target.importPath));
}

/** Builds the test binary of a package with the agent laid over it. */
export async function buildTest(plan: BuildPlan): Promise<Result<BuiltProgram, BuildFailure>> {
  const target = plan.package;
  if (!target.hasTests) {
    const message = `${target.importPath} has no tests.`;
    return err({ code: 'package-not-found', message });
  }
  return build(plan, ['test', '-c'], `${programName(target.importPath)}.test`);
}

/** Arguments that make a test binary run what `expression` selects, once, without a time limit. */
export function testArguments(expression: string): readonly string[] {
  return [`-test.run=${expression}`, '-test.count=1', '-test.timeout=0', '-test.v=true'];
}

async function build(
  plan: BuildPlan,
  verb: readonly string[],
  name: string,
): Promise<Result<BuiltProgram, BuildFailure>> {
  const startedAt = Date.now();
  const { go = 'go', project, package: target, outDir, signal, onLine } = plan;
  const overlayDir = path.join(outDir, 'build', 'overlay');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaryPath = path.join(outDir, 'program', name + suffix);
  const logPath = path.join(outDir, 'build', 'build.log');

  const environment = await readGoEnvironment({ go, cwd: target.dir, env: plan.env, signal });
  if (!environment.ok) return environment;
  const { flags, version, workFile } = environment.value;
  let overlayFile: string | undefined;
  let workspace: Result<
    string | undefined,
    Failure<'disk' | 'cancelled' | 'timeout' | 'go-not-found'>
  >;
  try {
    await mkdir(path.dirname(binaryPath), { recursive: true });
    await mkdir(path.dirname(logPath), { recursive: true });
    if (plan.agentDir !== undefined) {
      overlayFile = await writeOverlay({
        agentDir: plan.agentDir,
        packageDir: target.dir,
        packageName: target.name,
        test: verb[0] === 'test',
        overlayDir,
        inherited: getGoFlag(flags, 'overlay'),
      });
    }
    workspace = await detachWorkspace(
      { go, cwd: target.dir, env: plan.env, signal },
      workFile,
      overlayDir,
    );
  } catch (cause) {
    return err({
      code: 'disk',
      message: `Could not prepare the build in ${outDir}.`,
      detail: String(cause),
    });
  }
  if (!workspace.ok) return workspace;

  const args = [
    ...verb,
    ...readonlyFlags(flags),
    ...buildProfiles[plan.profile].flags,
    // Facts of the repository are no part of the program, and asking for them can fail.
    '-buildvcs=false',
    ...(overlayFile === undefined ? [] : [`-overlay=${overlayFile}`]),
    '-o',
    binaryPath,
    '.',
  ];
  const extra = workspace.value === undefined ? {} : { GOWORK: workspace.value };
  const command = formatCommand(go, args, { cwd: target.dir, env: extra });
  const env = { ...(plan.env ?? process.env), ...extra };
  const done = await runGo({ go, cwd: target.dir, env, signal, onLine }, args);
  if (!done.ok) return done;
  const said = done.value.stdout + done.value.stderr;
  const logged = await writeFile(logPath, `$ ${command}\n${said}`).catch((cause: unknown) => cause);
  if (logged instanceof Error) {
    return err({ code: 'disk', message: `Could not write ${logPath}.`, detail: String(logged) });
  }
  const built = await stat(binaryPath).catch(() => undefined);
  if (done.value.status !== 0 || built === undefined) {
    return err({
      code: 'build-failed',
      message: `${target.importPath} does not build (${project.name}, profile ${plan.profile}).`,
      remedy: 'Mend what go reports; the command is in the detail.',
      detail: `$ ${command}\n${said}`,
    });
  }
  return ok({
    binaryPath,
    packageDir: target.dir,
    command,
    overlayDir,
    logPath,
    goVersion: version,
    elapsedMs: Date.now() - startedAt,
    warnings: warnAboutGoFlags(flags),
  });
}

/** As `go build` names an executable: the last element of the import path that is not a version. */
function programName(importPath: string): string {
  const elements = importPath.split('/');
  const last = elements[elements.length - 1]!;
  const isVersion = /^v[1-9]\d*$/.test(last) && elements.length > 1;
  return isVersion ? elements[elements.length - 2]! : last;
}
