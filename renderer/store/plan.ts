import type { Project } from '../../app/contract/project';
import type { InvestigationPlanInput } from '../../app/contract/session';

/** What Investigate does when nothing was changed in the form. */
export function planFor(project: Project): InvestigationPlanInput {
  const command = getDefaultCommand(project);
  return {
    projectDir: project.dir,
    ...(command !== undefined && { package: command }),
    buildProfile: 'released',
  };
}

/** The engine's choice, else the only sensible one. */
export function getDefaultCommand(project: Project): string | undefined {
  return project.defaultCommand ?? project.packages.find((each) => each.isCommand)?.importPath;
}

/** Splits arguments as a shell would for quotes and backslashes; expands nothing. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let part: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote === undefined && /\s/.test(char)) {
      if (part !== undefined) parts.push(part);
      part = undefined;
    } else if (char === quote) {
      quote = undefined;
    } else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char;
      part ??= '';
    } else if (char === '\\' && quote !== "'" && i + 1 < text.length) {
      part = (part ?? '') + text.charAt(++i);
    } else {
      part = (part ?? '') + char;
    }
  }
  if (part !== undefined) parts.push(part);
  return parts;
}
