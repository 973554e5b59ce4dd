import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';

const maxRecent = 12;

const fileSchema = z.object({
  version: z.literal(1),
  /** Latest first. */
  recent: z.array(z.object({ dir: z.string(), name: z.string() })),
});
export type RecentProject = z.infer<typeof fileSchema>['recent'][number];

/** Projects opened before: recent.json in the user's configuration folder. Logged in docs/formats.md. */
export class RecentProjects {
  readonly #file: string;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(configDir: string) {
    this.#file = path.join(configDir, 'recent.json');
  }

  /** Empty where there is no file, or none that can be read: it must not stop a start. */
  async list(): Promise<RecentProject[]> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.#file, 'utf8'))).recent;
    } catch {
      return [];
    }
  }

  /** Puts a project in front, each folder once; two additions at once follow each other. */
  add(project: RecentProject): Promise<Result<void, Failure<'disk'>>> {
    const saved = this.#saving.then(() => this.#add(project));
    this.#saving = saved;
    return saved;
  }

  async #add({ dir, name }: RecentProject): Promise<Result<void, Failure<'disk'>>> {
    const others = (await this.list()).filter((other) => other.dir !== dir);
    const file = { version: 1, recent: [{ dir, name }, ...others].slice(0, maxRecent) };
    try {
      await mkdir(path.dirname(this.#file), { recursive: true });
      const draft = `${this.#file}.${process.pid}.tmp`;
      await writeFile(draft, `${JSON.stringify(file, undefined, 2)}\n`);
      await rename(draft, this.#file);
      return ok(undefined);
    } catch (cause) {
      return err({
        code: 'disk',
        message: `Could not write ${this.#file}.`,
        detail: String(cause),
      });
    }
  }
}
