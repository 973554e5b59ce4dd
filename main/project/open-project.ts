import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../app/contract/failure';
import type { GoPackage, Project } from '../../app/contract/project';
import { err, ok, type Result } from '../../app/contract/result';
import { findDefaultCommand } from './choose-package';
import { findNestedModules } from './find-modules';
import {
  parseJsonStream,
  readGoEnvironment,
  runGo,
  type GoCommandFailure,
  type GoEnvironment,
  type GoRun,
} from './go-command';
import { readonlyFlags, warnAboutGoFlags } from './go-flags';
import { isWithin } from './is-within';

export interface OpenedProject {
  readonly project: Project;
  readonly go: GoEnvironment;
}

export type OpenFailure = GoCommandFailure | Failure<'project-not-found' | 'go-too-old'>;

export interface OpenOptions {
  /** Path of the go command; default `go`. */
  readonly go?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
}

const moduleSchema = z.object({
  Path: z.string(),
  Dir: z.string(),
  GoVersion: z.string().default(''),
});

const listedSchema = z.object({
  Dir: z.string().default(''),
  ImportPath: z.string(),
  Name: z.string().default(''),
  TestGoFiles: z.array(z.string()).default([]),
  XTestGoFiles: z.array(z.string()).default([]),
  Error: z.object({ Err: z.string() }).optional(),
});

const oldestGo = { major: 1, minor: 22 };

/** Opens a folder as a Go project: a module, a part of one, or a workspace. Writes nothing. */
export async function openProject(
  folder: string,
  options: OpenOptions = {},
): Promise<Result<OpenedProject, OpenFailure>> {
  const dir = await realpath(folder).catch(() => undefined);
  if (dir === undefined) {
    return err({ code: 'project-not-found', message: `There is no folder ${folder}.` });
  }
  const { go = 'go', env, signal } = options;
  const run: GoRun = { go, cwd: dir, env, signal };
  const environment = await readGoEnvironment(run);
  if (!environment.ok) return environment;
  const { modFile, workFile, version, flags } = environment.value;
  if (isTooOld(version)) {
    const message = `${dir} is built with ${version}; Trivet reads programs of Go 1.22 and newer.`;
    return err({
      code: 'go-too-old',
      message,
      remedy: 'Install a newer Go, or raise the toolchain line of go.mod.',
    });
  }
  if (modFile === undefined && workFile === undefined) return err(await noModule(dir));

  const modules = await listModules(run, flags);
  if (!modules.ok) return modules;
  const packages = await listPackages(run, flags, modules.value);
  if (!packages.ok) return packages;
  const { list, warnings } = packages.value;
  const defaultCommand = findDefaultCommand(dir, list)?.importPath;
  const project: Project = {
    dir,
    name: projectName(dir, modules.value),
    modules: [...modules.value],
    packages: list,
    ...(defaultCommand !== undefined && { defaultCommand }),
    warnings: [...warnAboutGoFlags(flags), ...warnings],
  };
  return ok({ project, go: environment.value });
}

function isTooOld(version: string): boolean {
  const found = /^go(\d+)\.(\d+)/.exec(version); // "devel …" has no number: let it pass
  if (found === null) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major < oldestGo.major || (major === oldestGo.major && minor < oldestGo.minor);
}

async function noModule(dir: string): Promise<Failure<'project-not-found'>> {
  const nested = await findNestedModules(dir);
  const message = `${dir} is not in a Go module: there is no go.mod here or above.`;
  const remedy =
    nested.length === 0
      ? 'Open a folder with a go.mod, or make one with "go mod init".'
      : `Open one of the modules below it: ${nested.join(', ')}.`;
  return { code: 'project-not-found', message, remedy };
}

type Module = Project['modules'][number];

async function listModules(
  run: GoRun,
  flags: string,
): Promise<Result<readonly Module[], OpenFailure>> {
  const done = await runGo(run, ['list', ...readonlyFlags(flags), '-m', '-json']);
  if (!done.ok) return done;
  const parsed = z.array(moduleSchema).safeParse(parseJsonStream(done.value.stdout));
  if (done.value.status !== 0 || !parsed.success) {
    return err(listFailed(run.cwd, done.value.stderr));
  }
  return ok(parsed.data.map((m) => ({ path: m.Path, dir: m.Dir, goVersion: m.GoVersion })));
}

async function listPackages(
  run: GoRun,
  flags: string,
  modules: readonly Module[],
): Promise<Result<{ list: GoPackage[]; warnings: string[] }, OpenFailure>> {
  // In a workspace "./..." of a folder that only contains modules matches nothing.
  const patterns = new Set<string>();
  for (const module of modules) {
    if (isWithin(module.dir, run.cwd)) patterns.add(path.join(module.dir, '...'));
    else if (isWithin(run.cwd, module.dir)) patterns.add('./...');
  }
  if (patterns.size === 0) return ok({ list: [], warnings: [] });
  const fields = Object.keys(listedSchema.shape).join(',');
  const args = ['list', ...readonlyFlags(flags), '-e', `-json=${fields}`, ...patterns];
  const done = await runGo(run, args);
  if (!done.ok) return done;
  const parsed = z.array(listedSchema).safeParse(parseJsonStream(done.value.stdout));
  if (done.value.status !== 0 || !parsed.success) {
    return err(listFailed(run.cwd, done.value.stderr));
  }
  const warnings: string[] = [];
  const list: GoPackage[] = [];
  for (const entry of parsed.data) {
    if (entry.Error !== undefined) warnings.push(`${entry.ImportPath}: ${entry.Error.Err}`);
    if (entry.Dir === '' || entry.Name === '') continue;
    const hasTests = entry.TestGoFiles.length + entry.XTestGoFiles.length > 0;
    const isCommand = entry.Name === 'main';
    list.push({
      importPath: entry.ImportPath,
      dir: entry.Dir,
      name: entry.Name,
      isCommand,
      hasTests,
    });
  }
  return ok({ list, warnings });
}

function listFailed(dir: string, detail: string): Failure<'project-not-found'> {
  const message = `"go list" could not read the project in ${dir}.`;
  return { code: 'project-not-found', message, detail };
}

function projectName(dir: string, modules: readonly Module[]): string {
  const own = modules.length === 1 ? modules[0] : modules.find((module) => module.dir === dir);
  return own === undefined || own.dir !== dir ? path.basename(dir) : own.path;
}
