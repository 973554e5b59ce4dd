import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Reply } from '../../app/contract/ipc';
import { err, ok } from '../../app/contract/result';

const files = { html: 'report.html', json: 'findings.json' } as const;

/** Copies the report of a bundle to where the person wants it. PDF is printed by the window. */
export async function exportReport(
  dir: string,
  format: 'html' | 'json' | 'pdf',
  path: string | undefined,
): Promise<Reply<'report.export'>> {
  if (format === 'pdf' || path === undefined) {
    const message = 'Only the window can ask for a file name or print a PDF.';
    return err({ code: 'bad-request', message });
  }
  const target = resolve(path);
  try {
    await copyFile(join(dir, files[format]), target);
    return ok({ path: target });
  } catch (cause) {
    return err({
      code: 'disk',
      message: `${files[format]} of ${dir} could not be copied to ${target}.`,
      remedy:
        'Choose a folder you may write to; "trivet verify" tells whether the bundle is whole.',
      detail: String(cause),
    });
  }
}
