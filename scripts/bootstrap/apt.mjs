import { hasExecutable, run } from './run.mjs';
import { say, StepFailure } from './say.mjs';

const isRoot = () => process.getuid?.() === 0;
let listsAreFresh = false;

/** What a person who is not root would type. */
export const aptCommand = (packages) => `sudo apt-get install -y ${packages.join(' ')}`;

async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run('apt-get', args, { env });
}

/** Debian renamed some libraries (libgtk-3-0t64) when 64-bit time came. */
async function currentName(name) {
  const { ok, output } = await run('apt-cache', ['policy', `${name}t64`]);
  return ok && /Candidate: \d/.test(output) ? `${name}t64` : name;
}

/**
 * Installs Debian packages, or tells the person how.
 * @param {readonly string[]} wanted
 * @param {string} purpose completes "… needed for"
 */
export async function aptInstall(wanted, purpose) {
  const attempt = `${wanted.join(', ')}: needed for ${purpose}`;
  if (!hasExecutable('apt-get')) {
    throw new StepFailure(`${attempt}. Install them with this system's package manager.`);
  }
  if (!isRoot())
    throw new StepFailure(`${attempt}, and only root may install.`, aptCommand(wanted));

  say(`installing ${wanted.join(' ')} (${purpose})`);
  if (!listsAreFresh) {
    // A list that cannot be refreshed may still be good enough: the install itself decides.
    await apt(['update']);
    listsAreFresh = true;
  }
  const packages = await Promise.all(wanted.map(currentName));
  const { ok, output } = await apt(['install', '-y', '--no-install-recommends', ...packages]);
  if (!ok) throw new StepFailure(`apt-get could not install them.`, aptCommand(packages), output);
}
