import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { aptInstall } from './apt.mjs';
import { ask, run } from './run.mjs';
import { StepFailure } from './say.mjs';

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** @returns {Promise<string>} a Python that has pip */
async function findPip(scratch) {
  const hasPip = (python) => ask(python, ['-m', 'pip', '--version']) !== undefined;
  if (hasPip('python3')) return 'python3';
  const venv = join(scratch, 'venv');
  const own = join(venv, 'bin', 'python3');
  if ((await run('python3', ['-m', 'venv', venv])).ok && hasPip(own)) return own;
  await aptInstall(['python3-pip'], 'downloading a wheel');
  return 'python3';
}

/**
 * Downloads one pinned wheel by pip (its index and proxy settings are the person's), checks it
 * against the hash in our source and unpacks it.
 * @param {{ name: string, version: string, sha256: string }} wheel
 * @param {string} scratch an empty folder
 * @returns {Promise<string>} the folder with the wheel's contents
 */
export async function unpackWheel({ name, version, sha256 }, scratch) {
  const python = await findPip(scratch);
  const requirement = `${name}==${version}`;
  const downloads = join(scratch, 'wheel');
  const fetched = await run(python, [
    ...['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--no-cache-dir'],
    ...['--dest', downloads, requirement],
  ]);
  const command = `python3 -m pip download --no-deps ${requirement}`;
  if (!fetched.ok) {
    throw new StepFailure(`pip could not download ${requirement}.`, command, fetched.output);
  }

  const [file] = readdirSync(downloads);
  const wheel = join(downloads, file);
  const actual = await sha256Of(wheel);
  if (actual !== sha256) {
    throw new StepFailure(
      `${file} has SHA-256 ${actual}, not ${sha256}: it is not the file we know, so it is not used.`,
    );
  }
  const contents = join(scratch, 'contents');
  const unpacked = await run(python, ['-m', 'zipfile', '-e', wheel, contents]);
  if (!unpacked.ok) {
    throw new StepFailure(`${file} could not be unpacked.`, undefined, unpacked.output);
  }
  return contents;
}
