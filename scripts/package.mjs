// `npm run package [-- <electron-builder arguments>]`: packages the application into out/.
// Without arguments: the plain folder for this system (out/linux-unpacked), without a download.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { findElectron, oldElectron, warnIfOld } from './bootstrap/electron.mjs';
import { say } from './bootstrap/say.mjs';
import { runTool } from './test/run-suite.mjs';

/** Electron's folder without the application that our bootstrap put into it. */
function copyWithoutApp(from, to) {
  const app = join(from, 'resources', 'app');
  cpSync(from, to, { recursive: true, filter: (path) => path !== app });
}

/** electron-builder would keep that application and start it in place of ours. */
async function withOldElectron(pack) {
  const dir = mkdtempSync(join(tmpdir(), 'trivet-package-'));
  try {
    copyWithoutApp(oldElectron.dir, dir);
    return await pack([`-c.electronDist=${dir}`, `-c.electronVersion=${oldElectron.version}`]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function main(args) {
  if (!(await bootstrap('window'))) return false;
  const { buildAll } = await import('./build.mjs');
  await buildAll({ report: say });

  const electron = findElectron() ?? '';
  warnIfOld(electron);
  const targets = args.length > 0 ? args : ['--dir'];
  const pack = (options) =>
    runTool('electron-builder', [...targets, '--publish', 'never', ...options]);
  if (dirname(electron) === oldElectron.dir) return withOldElectron(pack);
  // What is already here suits this system; for another one, electron-builder fetches its own.
  return pack(args.length > 0 ? [] : [`-c.electronDist=${dirname(electron)}`]);
}

process.exitCode = await main(process.argv.slice(2)).then(
  (ok) => (ok ? 0 : 1),
  (error) => {
    say(error.message);
    return 1;
  },
);
