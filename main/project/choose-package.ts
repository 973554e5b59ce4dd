import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { GoPackage, Project } from '../../app/contract/project';
import { err, ok, type Result } from '../../app/contract/result';

type Choice = Result<GoPackage, Failure<'package-not-found' | 'package-ambiguous'>>;

/** The command that is meant when nobody says which: the only one, or the one in the folder itself. */
function findObviousCommand(dir: string, packages: readonly GoPackage[]): GoPackage | undefined {
  const commands = packages.filter((candidate) => candidate.isCommand);
  return commands.length === 1 ? commands[0] : commands.find((command) => command.dir === dir);
}

/** Preselected for the user: the obvious one, else `cmd/<folder name>`, else the first. */
export function findDefaultCommand(
  dir: string,
  packages: readonly GoPackage[],
): GoPackage | undefined {
  const commands = packages.filter((candidate) => candidate.isCommand);
  const named = path.join(dir, 'cmd', path.basename(dir));
  return (
    findObviousCommand(dir, packages) ??
    commands.find((command) => command.dir === named) ??
    commands[0]
  );
}

/**
 * Finds the package that an investigation names.
 * @param wanted import path, ./path or absolute folder; undefined: the obvious one.
 * @param test true: a package with tests instead of a command.
 */
export function choosePackage(project: Project, wanted: string | undefined, test: boolean): Choice {
  const fits = (candidate: GoPackage) => (test ? candidate.hasTests : candidate.isCommand);
  const what = test ? 'package with tests' : 'command (package main)';
  const candidates = project.packages.filter(fits);
  if (wanted !== undefined) {
    const dir = path.resolve(project.dir, wanted);
    const found = project.packages.find(
      (candidate) => candidate.importPath === wanted || candidate.dir === dir,
    );
    if (found !== undefined && fits(found)) return ok(found);
    const reason =
      found === undefined
        ? `${project.name} has no package ${wanted}.`
        : `${found.importPath} is not a ${what}.`;
    return err({ code: 'package-not-found', message: reason, remedy: listed(candidates, project) });
  }
  const obvious = test
    ? findOnlyTested(project, candidates)
    : findObviousCommand(project.dir, candidates);
  if (obvious !== undefined) return ok(obvious);
  if (candidates.length === 0) {
    return err({ code: 'package-not-found', message: `${project.name} has no ${what}.` });
  }
  return err({
    code: 'package-ambiguous',
    message: `${project.name} has ${candidates.length} candidates for a ${what}; one must be named.`,
    remedy: listed(candidates, project),
  });
}

function findOnlyTested(project: Project, candidates: readonly GoPackage[]): GoPackage | undefined {
  return candidates.length === 1
    ? candidates[0]
    : candidates.find((candidate) => candidate.dir === project.dir);
}

function listed(candidates: readonly GoPackage[], project: Project): string {
  if (candidates.length === 0) return 'There is none in this project.';
  const arguments_ = candidates.map((candidate) => {
    const relative = path.relative(project.dir, candidate.dir).split(path.sep).join('/');
    return `--package ./${relative}`;
  });
  return `Give one of: ${arguments_.join(', ')}.`;
}
