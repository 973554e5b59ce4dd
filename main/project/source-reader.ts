import { readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { Manifest } from '../../app/contract/manifest';
import type { Project } from '../../app/contract/project';
import { err, ok, type Result } from '../../app/contract/result';
import { findGo } from '../toolchain/find-go';
import { readGoEnvironment, type GoEnvironment } from './go-command';
import { isWithin } from './is-within';

export interface SourceText {
  /** On disk, links resolved. */
  readonly path: string;
  readonly text: string;
}

type ReadFailure = Failure<'disk' | 'bad-request'>;
type Libraries = Pick<GoEnvironment, 'goroot' | 'moduleCache'>;

const maxSourceBytes = 8 << 20;

/**
 * Reads source for the window: of opened projects, GOROOT and the module cache, and of nothing
 * else, whatever path a profile, a bundle or a page names.
 */
export class SourceReader {
  readonly #projects = new Map<string, Project['modules']>();
  readonly #pathMaps: Manifest['target']['pathMap'][number][] = [];
  #libraries: Libraries | undefined;

  /** Folders whose tree may be listed. */
  get roots(): readonly string[] {
    return [...this.#projects.keys()];
  }

  addProject(project: Project, go: GoEnvironment): void {
    this.#projects.set(project.dir, project.modules);
    this.#libraries = go;
  }

  /** The project of a bundle, if it lies on this machine. */
  addBundle(session: Manifest): void {
    const { projectDir, module, pathMap } = session.target;
    if (projectDir === '' || !path.isAbsolute(projectDir)) return;
    if (!this.#projects.has(projectDir)) {
      this.#projects.set(projectDir, [{ path: module, dir: projectDir, goVersion: '' }]);
    }
    this.#pathMaps.push(...pathMap);
  }

  /** @param wanted a path as compiled into a program or as on disk. */
  async read(wanted: string): Promise<Result<SourceText, ReadFailure>> {
    const libraries = await this.#findLibraries();
    const allowed = await this.#findAllowed(libraries);
    let refused = false;
    for (const candidate of this.#candidates(wanted, libraries)) {
      const file = await realpath(candidate).catch(() => undefined);
      if (file === undefined) continue;
      if (allowed.some((root) => isWithin(file, root))) return readSource(file);
      refused = true;
    }
    if (refused) {
      const message = `${wanted} is outside of the project, GOROOT and the module cache.`;
      const remedy = 'Open the folder of its program as a project.';
      return err({ code: 'bad-request', message, remedy });
    }
    return err({
      code: 'disk',
      message: `The source ${wanted} is not on this machine.`,
      remedy: 'Open the project that the program was built from.',
    });
  }

  /** Where a compiled path may lie on disk, best first. */
  #candidates(wanted: string, libraries: Libraries | undefined): readonly string[] {
    const found: string[] = [];
    const byLength = [...this.#pathMaps].sort((a, b) => b.from.length - a.from.length);
    for (const { from, to } of byLength) {
      if (wanted.startsWith(from)) found.push(to + wanted.slice(from.length));
    }
    if (path.isAbsolute(wanted)) return [...found, wanted];
    // Built with -trimpath: "module/file", "module@version/file", or "package/file" of GOROOT.
    for (const modules of this.#projects.values()) {
      for (const module of modules) {
        if (wanted.startsWith(`${module.path}/`)) {
          found.push(path.join(module.dir, wanted.slice(module.path.length + 1)));
        }
      }
    }
    for (const dir of this.#projects.keys()) found.push(path.join(dir, wanted));
    if (libraries === undefined) return found;
    const { goroot, moduleCache } = libraries;
    return [
      ...found,
      path.join(moduleCache, escapeModule(wanted)),
      path.join(goroot, 'src', wanted),
    ];
  }

  async #findAllowed(libraries: Libraries | undefined): Promise<readonly string[]> {
    const roots = [...this.#projects.values()].flat().map(({ dir }) => dir);
    roots.push(...this.#projects.keys());
    if (libraries !== undefined) {
      roots.push(path.join(libraries.goroot, 'src'), libraries.moduleCache);
    }
    const real = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)));
    // A bundle of someone else may call "/" its project.
    return real.filter((root): root is string => root !== undefined && path.dirname(root) !== root);
  }

  async #findLibraries(): Promise<Libraries | undefined> {
    if (this.#libraries !== undefined) return this.#libraries;
    const go = await findGo();
    if (!go.ok) return undefined;
    const environment = await readGoEnvironment({ go: go.value.path, cwd: homedir() });
    if (environment.ok) this.#libraries = environment.value;
    return this.#libraries;
  }
}

/** The module cache writes a capital letter of "module@version" as "!" and the small letter. */
function escapeModule(wanted: string): string {
  return wanted.replace(/^[^@]+@[^/]+/, (module) =>
    module.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`),
  );
}

async function readSource(file: string): Promise<Result<SourceText, ReadFailure>> {
  try {
    const { size } = await stat(file);
    if (size > maxSourceBytes) {
      const message = `${file} is ${size} bytes: too large to be shown as source.`;
      return err({ code: 'bad-request', message });
    }
    const bytes = await readFile(file);
    if (bytes.includes(0)) {
      return err({ code: 'bad-request', message: `${file} is not text.` });
    }
    return ok({ path: file, text: bytes.toString('utf8') });
  } catch (cause) {
    return err({ code: 'disk', message: `Could not read ${file}.`, detail: String(cause) });
  }
}
