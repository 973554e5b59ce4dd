// `npm start`: makes the checkout ready, then opens the window. `npm start -- <args>`: passes them
// to the command line.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { findElectron, warnIfOld } from './bootstrap/electron.mjs';
import { say } from './bootstrap/say.mjs';
import { dist, root } from './build/paths.mjs';

const sample = join('resources', 'cases', 'pool-leak');

/** Exit status of an investigation that confirmed a finding. */
const leakConfirmed = 3;

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

/** Hands the terminal over and ends as the program ends. */
function become(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  // The terminal sends Ctrl+C to both; we wait for the child to clean up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  }
  return new Promise((resolve) => {
    child.on('error', (error) => {
      say(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (status) => resolve(status ?? 1));
  });
}

async function prepare(purpose) {
  if (!(await bootstrap(purpose))) return false;
  // Loaded late: the bundlers exist only after npm ci.
  const { buildAll } = await import('./build.mjs');
  await buildAll({ report: say });
  const electron = findElectron();
  // The command line opens windows by it (`trivet open`).
  if (electron) process.env.TRIVET_ELECTRON = electron;
  return true;
}

const runCommandLine = (args) => become(process.execPath, [join(dist, 'main', 'cli.cjs'), ...args]);

async function openWindow() {
  const electron = findElectron() ?? '';
  warnIfOld(electron);
  // Chromium refuses to run as root inside its sandbox; nobody else goes without it.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return become(electron, [...asRoot, root]);
}

async function main(args) {
  const headless = !hasDisplay();
  const opensWindow = args.length === 0 ? !headless : args[0] === 'open';
  if (!(await prepare(opensWindow ? 'window' : 'command'))) return 1;
  if (args.length > 0) return runCommandLine(args);
  if (!headless) return openWindow();
  say(`no display here: investigating the sample, ${sample}, without a window`);
  say('its report will be named at the end; other commands: npm start -- --help');
  const status = await runCommandLine(['investigate', join(root, sample)]);
  // The sample is a program with a leak: finding it is what should happen.
  return status === leakConfirmed ? 0 : status;
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  say(error.message);
  return 1;
});
