import { z } from 'zod';

export const packageSchema = z.object({
  importPath: z.string(),
  dir: z.string(),
  /** Package name; `main` for a command. */
  name: z.string(),
  isCommand: z.boolean(),
  hasTests: z.boolean(),
});
export type GoPackage = z.infer<typeof packageSchema>;

/** An opened Go project. */
export const projectSchema = z.object({
  dir: z.string(),
  name: z.string(),
  modules: z.array(z.object({ path: z.string(), dir: z.string(), goVersion: z.string() })),
  packages: z.array(packageSchema),
  /** Import path preselected for Investigate; undefined when there is no command. */
  defaultCommand: z.string().optional(),
  /** E.g. "GOFLAGS strips symbols (-ldflags=-s)". */
  warnings: z.array(z.string()),
});
export type Project = z.infer<typeof projectSchema>;

export const treeEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'file']),
});
export type TreeEntry = z.infer<typeof treeEntrySchema>;

export const caseSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Chinese title. */
  titleZh: z.string(),
  summary: z.string(),
  summaryZh: z.string(),
  dir: z.string(),
});
export type Case = z.infer<typeof caseSchema>;
