import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';

const maxRecent = 10;

const fileSchema = z.object({
  version: z.literal(1),
  recent: z.array(z.object({ dir: z.string(), name: z.string() })),
});
export type RecentProject = z.infer<typeof fileSchema>['recent'][number];

/** Projects opened before, newest first, kept in one file. An unreadable file is an empty list. */
export class RecentProjects {
  constructor(private readonly path: string) {}

  list(): readonly RecentProject[] {
    try {
      const parsed = fileSchema.safeParse(JSON.parse(readFileSync(this.path, 'utf8')));
      return parsed.success ? parsed.data.recent : [];
    } catch {
      return [];
    }
  }

  add(dir: string, name: string): void {
    const entry = { dir, name: name === '' ? basename(dir) : name };
    const recent = [entry, ...this.list().filter((other) => other.dir !== dir)];
    mkdirSync(dirname(this.path), { recursive: true });
    const file = { version: 1 as const, recent: recent.slice(0, maxRecent) };
    writeFileSync(this.path, JSON.stringify(file, undefined, 2));
  }
}
