import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readManifest } from '../../capture/open-session';
import { runProcess } from '../../process/run-process';
import type { Command } from '../command-line';
import { exitStatus, printFailure } from '../output';

/** `trivet open`: shows a bundle in the window. TRIVET_ELECTRON names the Electron of a checkout. */
export async function openWindow({ bundle }: Extract<Command, { name: 'open' }>): Promise<number> {
  const dir = resolve(bundle);
  const manifest = await readManifest(dir);
  if (!manifest.ok) {
    printFailure(manifest.error);
    return exitStatus.incomplete;
  }
  const electron = process.env['TRIVET_ELECTRON'] ?? findPackaged();
  if (electron === undefined) {
    printFailure({
      code: 'unsupported',
      message: 'The window needs Electron, and none was found beside this command.',
      remedy: `Run "npm start -- open ${dir}" in the checkout.`,
    });
    return exitStatus.incomplete;
  }
  // Chromium refuses its sandbox to root; nobody else may go without.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const application = join(__dirname, '../..');
  const run = await runProcess(electron, [...sandbox, application, '--bundle', dir]);
  if (run.ok && run.value.status === 0) return exitStatus.nothingConfirmed;
  printFailure(
    run.ok
      ? { code: 'launch-failed', message: 'The window did not open.', detail: run.value.stderr }
      : run.error,
  );
  return exitStatus.incomplete;
}

/** The executable of a packaged application, beside its resources. */
function findPackaged(): string | undefined {
  const candidate = join(dirname(process.resourcesPath ?? __dirname), 'trivet');
  return process.resourcesPath !== undefined && existsSync(candidate) ? candidate : undefined;
}
