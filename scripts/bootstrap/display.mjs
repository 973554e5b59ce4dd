import { aptInstall } from './apt.mjs';
import { findElectron } from './electron.mjs';
import { holdsFor } from './remember.mjs';
import { ask, hasExecutable } from './run.mjs';

const electronLibraries = [
  ...['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6'],
  ...['libatk-bridge2.0-0', 'libcups2', 'libdrm2', 'libxkbcommon0'],
];

const onLinux = process.platform === 'linux';

/** The dynamic loader knows best which libraries are missing. */
const findsLibraries = (electron) => !/not found/.test(ask('ldd', [electron]) ?? '');

function hasLibraries() {
  const electron = findElectron();
  return (
    electron === undefined ||
    holdsFor('finds its libraries', electron, () => findsLibraries(electron))
  );
}

/** What Electron's window is drawn with. */
export const librariesStep = {
  name: "Electron's libraries",
  isDone: () => !onLinux || hasLibraries(),
  run: () => aptInstall(electronLibraries, "Electron's window"),
};

export const fontsStep = {
  name: 'Chinese fonts',
  isDone: () => !onLinux || (ask('fc-list', [':lang=zh']) ?? '').trim() !== '',
  run: () => aptInstall(['fontconfig', 'fonts-noto-cjk'], 'Chinese text'),
};

/** A display of the tests' own. */
export const xvfbStep = {
  name: 'Xvfb',
  isDone: () => !onLinux || hasExecutable('Xvfb'),
  run: () => aptInstall(['xvfb', 'xauth'], 'tests without a screen'),
};
