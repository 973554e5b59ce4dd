import { randomBytes } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, release, type as osType } from 'node:os';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { Artefact, Manifest } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import { hashFile } from './hash-file';

export interface NewSession {
  /** Folder in which the session folder is made. */
  readonly parentDir: string;
  /** The session folder itself, when the person named it: absent or empty. */
  readonly dir?: string | undefined;
  /** Goes into the folder's name: the program's. */
  readonly label: string;
  /** Version of Trivet. */
  readonly trivet: string;
  readonly target: Manifest['target'];
  readonly tools?: { readonly go?: string | undefined; readonly gdb?: string | undefined };
}

/** What an artefact is, apart from its bytes. */
export interface ArtefactFacts {
  /** Inside the session folder, with forward slashes. */
  readonly path: string;
  readonly kind: Artefact['kind'];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** A command a person can run to get the like. */
  readonly command: string;
  readonly facts?: Artefact['facts'] | undefined;
}

type DiskResult<T> = Result<T, Failure<'disk'>>;

/**
 * A session folder while it is being filled. The manifest on disk is complete after every step, so
 * that a crash leaves a bundle that opens.
 */
export class SessionFolder {
  readonly dir: string;
  #manifest: Manifest;
  #saving: Promise<DiskResult<void>> = Promise.resolve(ok(undefined));

  private constructor(dir: string, manifest: Manifest) {
    this.dir = dir;
    this.#manifest = manifest;
  }

  static async create(session: NewSession): Promise<DiskResult<SessionFolder>> {
    const createdAtMs = Date.now();
    const id = sessionId(createdAtMs, session.label);
    try {
      const parent = session.dir ?? session.parentDir;
      await mkdir(parent, { recursive: true });
      const dir = session.dir ? await realpath(parent) : path.join(await realpath(parent), id);
      if (!session.dir) await mkdir(dir);
      const folder = new SessionFolder(dir, {
        format: 1,
        trivet: session.trivet,
        id,
        createdAtMs,
        target: session.target,
        tools: {
          ...session.tools,
          os: `${osType()} ${process.arch}`,
          kernel: release(),
          cpus: cpus().length,
          node: process.version,
        },
        forcedCollections: 0,
        steps: [],
        artefacts: [],
      });
      const saved = await folder.#save();
      return saved.ok ? ok(folder) : saved;
    } catch (cause) {
      const message = `Could not make a session folder in ${session.dir ?? session.parentDir}.`;
      return err({
        code: 'disk',
        message,
        remedy: 'Name another folder with --out.',
        detail: String(cause),
      });
    }
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  /** Absolute path of a file of the folder; its parent folder exists afterwards. */
  async place(relative: string): Promise<string> {
    const file = path.join(this.dir, ...relative.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    return file;
  }

  /** Changes facts of the session that are known only as it goes on. */
  update(
    change: Partial<Pick<Manifest, 'target' | 'tools' | 'forcedCollections' | 'memProfileRate'>>,
  ): Promise<DiskResult<void>> {
    this.#manifest = { ...this.#manifest, ...change };
    return this.#save();
  }

  addStep(step: Manifest['steps'][number]): Promise<DiskResult<void>> {
    this.#manifest = { ...this.#manifest, steps: [...this.#manifest.steps, step] };
    return this.#save();
  }

  /** Takes a file that lies in the folder into the manifest, with size and hash. */
  async addArtefact(artefact: ArtefactFacts): Promise<DiskResult<Artefact>> {
    const file = path.join(this.dir, ...artefact.path.split('/'));
    try {
      const [{ size }, sha256] = await Promise.all([stat(file), hashFile(file)]);
      const facts = artefact.facts ?? {};
      const entry: Artefact = { ...artefact, facts, sizeBytes: size, sha256 };
      const others = this.#manifest.artefacts.filter(({ path }) => path !== entry.path);
      this.#manifest = { ...this.#manifest, artefacts: [...others, entry] };
      const saved = await this.#save();
      return saved.ok ? ok(entry) : saved;
    } catch (cause) {
      const message = `Could not take ${artefact.path} into the session folder.`;
      return err({ code: 'disk', message, detail: String(cause) });
    }
  }

  async writeArtefact(artefact: ArtefactFacts, bytes: Uint8Array): Promise<DiskResult<Artefact>> {
    try {
      await writeFile(await this.place(artefact.path), bytes);
    } catch (cause) {
      return err({
        code: 'disk',
        message: `Could not write ${artefact.path}.`,
        detail: String(cause),
      });
    }
    return this.addArtefact(artefact);
  }

  /** Takes artefacts out of the manifest, then off the disk: a crash between the two leaves a file too many. */
  async removeArtefacts(paths: readonly string[]): Promise<DiskResult<void>> {
    const gone = new Set(paths);
    const artefacts = this.#manifest.artefacts.filter(({ path }) => !gone.has(path));
    this.#manifest = { ...this.#manifest, artefacts };
    const saved = await this.#save();
    if (!saved.ok) return saved;
    try {
      for (const relative of paths) await rm(path.join(this.dir, ...relative.split('/')));
      return ok(undefined);
    } catch (cause) {
      const message = `Could not remove ${paths.join(', ')} from ${this.dir}.`;
      return err({ code: 'disk', message, detail: String(cause) });
    }
  }

  /** One after the other: two renames at once could leave the older manifest. */
  #save(): Promise<DiskResult<void>> {
    this.#saving = this.#saving.then(() =>
      writeWhole(path.join(this.dir, 'manifest.json'), this.#manifest),
    );
    return this.#saving;
  }
}

/** Replaces a file in one step: a reader sees the old one or the new one. */
async function writeWhole(file: string, value: unknown): Promise<DiskResult<void>> {
  const draft = `${file}.tmp`;
  try {
    const handle = await open(draft, 'w');
    try {
      await handle.writeFile(`${JSON.stringify(value, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    return ok(undefined);
  } catch (cause) {
    return err({ code: 'disk', message: `Could not write ${file}.`, detail: String(cause) });
  }
}

/** Sorts by time: `2026-11-23T23-45-10-datasync-5f3a`. */
function sessionId(atMs: number, label: string): string {
  const time = new Date(atMs).toISOString().slice(0, 19).replace(/:/g, '-');
  const name = label.replace(/[^\w.-]+/g, '-').slice(0, 40) || 'target';
  return `${time}-${name}-${randomBytes(2).toString('hex')}`;
}
