import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { runGo, type GoCommandFailure, type GoRun } from '../project/go-command';

const workSchema = z.object({
  Go: z.string().optional(),
  Toolchain: z.string().optional(),
  Use: z.array(z.object({ DiskPath: z.string() })).nullish(),
  Replace: z
    .array(
      z.object({
        Old: z.object({ Path: z.string(), Version: z.string().optional() }),
        New: z.object({ Path: z.string(), Version: z.string().optional() }),
      }),
    )
    .nullish(),
  Godebug: z.array(z.object({ Key: z.string(), Value: z.string() })).nullish(),
});
type Work = z.infer<typeof workSchema>;

/**
 * In a workspace even a read-only build completes go.work.sum. So go works on a copy of go.work,
 * with absolute paths, whose go.work.sum it may write.
 * @returns the copy; undefined without a workspace.
 */
export async function detachWorkspace(
  run: GoRun,
  workFile: string | undefined,
  dir: string,
): Promise<Result<string | undefined, GoCommandFailure | Failure<'disk'>>> {
  if (workFile === undefined) return ok(undefined);
  const done = await runGo(run, ['work', 'edit', '-json', workFile]);
  if (!done.ok) return done;
  const work = workSchema.safeParse(
    done.value.status === 0 ? JSON.parse(done.value.stdout) : undefined,
  );
  if (!work.success) {
    return err({ code: 'disk', message: `Could not read ${workFile}.`, detail: done.value.stderr });
  }
  await mkdir(dir, { recursive: true });
  const copy = path.join(dir, 'go.work');
  await writeFile(copy, formatWork(work.data, path.dirname(workFile)));
  // Without one go begins a new one.
  await copyFile(`${workFile}.sum`, `${copy}.sum`).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
  });
  return ok(copy);
}

function formatWork(work: Work, root: string): string {
  const quote = (text: string) => JSON.stringify(text);
  const versioned = ({ Path, Version }: { Path: string; Version?: string | undefined }) =>
    Version === undefined ? quote(Path) : `${quote(Path)} ${Version}`;
  const isPath = (text: string) => /^\.\.?([\\/]|$)/.test(text);
  const lines: string[] = [];
  if (work.Go !== undefined) lines.push(`go ${work.Go}`);
  if (work.Toolchain !== undefined) lines.push(`toolchain ${work.Toolchain}`);
  for (const { Key, Value } of work.Godebug ?? []) lines.push(`godebug ${Key}=${Value}`);
  for (const { DiskPath } of work.Use ?? [])
    lines.push(`use ${quote(path.resolve(root, DiskPath))}`);
  for (const { Old, New } of work.Replace ?? []) {
    const to = isPath(New.Path) ? quote(path.resolve(root, New.Path)) : versioned(New);
    lines.push(`replace ${versioned(Old)} => ${to}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
