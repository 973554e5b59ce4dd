import { aptCommand, aptInstall } from './apt.mjs';
import { holdsFor } from './remember.mjs';
import { ask, findExecutables } from './run.mjs';
import { StepFailure } from './say.mjs';
import { isAtLeast, parseVersion } from './version.mjs';

const least = '13';

/** First line of `gdb --version`; the last word is the version: "GNU gdb (Debian 13.1-3) 13.1". */
const versionOf = (gdb) => parseVersion(ask(gdb, ['--version'])?.split('\n')[0]?.split(' ').at(-1));

function isFound() {
  const named = process.env.TRIVET_GDB;
  const found = named ? [named] : findExecutables('gdb');
  return found.some((gdb) =>
    holdsFor(`at least ${least}`, gdb, () => isAtLeast(versionOf(gdb), least)),
  );
}

export const gdbStep = {
  name: `GDB ${least} or newer`,
  isDone: () => process.platform !== 'linux' || isFound(),
  async run() {
    await aptInstall(['gdb'], 'the memory leg');
    if (!isFound()) {
      throw new StepFailure(`This system's gdb is older than ${least}.`, aptCommand(['gdb']));
    }
  },
};
