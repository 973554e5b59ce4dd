import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { buildProfileSchema } from '../../app/contract/session';

const maxRecent = 12;

/** What the user chose and where they have been. Changes are logged in docs/formats.md. */
export const settingsSchema = z.object({
  version: z.literal(1),
  /** `system`: as the desktop says. */
  language: z.enum(['system', 'en', 'zh']).default('system'),
  theme: z.enum(['system', 'light', 'dark', 'high-contrast']).default('system'),
  buildProfile: buildProfileSchema.default('released'),
  durationSeconds: z.number().min(4).max(86_400).default(24),
  /** Latest first. */
  recent: z
    .array(z.object({ dir: z.string(), name: z.string(), openedAtMs: z.number() }))
    .default([]),
});
export type Settings = z.infer<typeof settingsSchema>;
export type RecentProject = Settings['recent'][number];

export const defaultSettings: Settings = settingsSchema.parse({ version: 1 });

/** settings.json in the user's configuration folder. */
export class SettingsFile {
  readonly #file: string;
  #saving: Promise<Result<Settings, Failure<'disk'>>> | undefined;

  constructor(configDir: string) {
    this.#file = path.join(configDir, 'settings.json');
  }

  /** Defaults where there is no file, or none that can be read: settings must not stop a start. */
  async load(): Promise<Settings> {
    try {
      return settingsSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      return defaultSettings;
    }
  }

  /** Reads, changes and writes; two changes at once follow each other. */
  change(edit: (settings: Settings) => Settings): Promise<Result<Settings, Failure<'disk'>>> {
    const before: Promise<unknown> = this.#saving ?? Promise.resolve();
    this.#saving = before.then(() => this.#change(edit));
    return this.#saving;
  }

  addRecent(project: { readonly dir: string; readonly name: string }, atMs: number) {
    return this.change((settings) => ({
      ...settings,
      recent: addRecent(settings.recent, { ...project, openedAtMs: atMs }),
    }));
  }

  async #change(
    edit: (settings: Settings) => Settings,
  ): Promise<Result<Settings, Failure<'disk'>>> {
    const next = edit(await this.load());
    try {
      await mkdir(path.dirname(this.#file), { recursive: true });
      const draft = `${this.#file}.${process.pid}.tmp`;
      await writeFile(draft, `${JSON.stringify(next, undefined, 2)}\n`);
      await rename(draft, this.#file);
      return ok(next);
    } catch (cause) {
      const message = `Could not write ${this.#file}: the change holds until Trivet ends.`;
      return err({ code: 'disk', message, detail: String(cause) });
    }
  }
}

/** Puts a project in front; each folder is listed once. */
export function addRecent(
  recent: readonly RecentProject[],
  project: RecentProject,
): RecentProject[] {
  const others = recent.filter(({ dir }) => dir !== project.dir);
  return [project, ...others].slice(0, maxRecent);
}
