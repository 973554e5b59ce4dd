import { dialog, type BrowserWindow } from 'electron';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handler, Input, Reply } from '../../app/contract/ipc';
import { err, ok } from '../../app/contract/result';
import { printPdf } from './export-pdf';

const filters = {
  html: { name: 'HTML', extensions: ['html'] },
  pdf: { name: 'PDF', extensions: ['pdf'] },
  json: { name: 'JSON', extensions: ['json'] },
};

/** Asks where to, has the engine write it, and prints the HTML where a PDF is wanted. */
export function createReportExport(
  engineExport: Handler<'report.export'>,
  getWindow: () => BrowserWindow | undefined,
): Handler<'report.export'> {
  return async (input) => {
    const path = input.path ?? (await askPath(input.format, getWindow()));
    if (path === undefined) {
      return err({ code: 'cancelled', message: 'No file was chosen.' });
    }
    if (input.format !== 'pdf') return engineExport({ ...input, path });
    return exportPdf(engineExport, { ...input, path });
  };
}

async function exportPdf(
  engineExport: Handler<'report.export'>,
  input: Input<'report.export'> & { path: string },
): Promise<Reply<'report.export'>> {
  const dir = await mkdtemp(join(tmpdir(), 'trivet-report-'));
  try {
    const html = await engineExport({ ...input, format: 'html', path: join(dir, 'report.html') });
    if (!html.ok) return html;
    await printPdf(html.value.path, input.path);
    return ok({ path: input.path });
  } catch (cause) {
    return err({
      code: 'disk',
      message: `The report could not be printed to ${input.path}.`,
      remedy: 'Choose a folder you may write to, or export HTML and print it from a browser.',
      detail: cause instanceof Error ? cause.message : String(cause),
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function askPath(
  format: keyof typeof filters,
  window: BrowserWindow | undefined,
): Promise<string | undefined> {
  const options = {
    title: 'Export report',
    defaultPath: `trivet-report.${format}`,
    filters: [filters[format]],
  };
  const chosen = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return chosen.canceled ? undefined : chosen.filePath;
}
