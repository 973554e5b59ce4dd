import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeProfile } from '../../app/domain/pprof/encode-profile';
import { profileFromText } from '../../app/domain/pprof/testing/profile-from-text';
import { GoFixtures } from '../../app/domain/exectrace/testing/go-fixtures';
import { CommandLineProcess } from './testing/command-line-process';

const fixtures = new GoFixtures();
const cli = new CommandLineProcess();
let trace = '';
let profile = '';
beforeAll(async () => {
  await cli.build();
  trace = fixtures.recordChain('local');
  profile = join(cli.folder, 'profile.pb');
  writeFileSync(profile, encodeProfile(profileFromText('bytes 512\nmain\ngrow')));
}, 300_000);
afterAll(() => {
  fixtures.dispose();
  cli.dispose();
});

const verbs = [
  'trace stats "$1"',
  'trace stats "$1" --json',
  'trace goroutines "$1"',
  'trace print "$1"',
  'trace export "$1" --format chrome',
  'profile top "$2"',
  'help trace',
];

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  test.each(verbs)(
    '%s says that its output is not whole, and nothing else',
    async (verb) => {
      const { status, errors } = await cli.sh(`trivet ${verb} >/dev/full`, trace, profile);
      expect(errors).toMatch(
        /^trivet: Standard output cannot be written any further\.\n +Error: ENOSPC.*\n$/,
      );
      expect(status).toBe(1);
    },
    60_000,
  );
});

test.each(verbs)(
  '%s whose reader has gone says nothing',
  async (verb) => {
    const text = `trivet ${verb} | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const { out, errors } = await cli.sh(text, trace, profile);
    expect({ errors, out }).toEqual({ errors: '', out: '0\n' });
  },
  60_000,
);

test('an error stream that is full stops nothing', async () => {
  const { out } = await cli.sh('trivet trace stats missing 2>/dev/full; echo $?');
  expect(out).toBe('1\n');
}, 60_000);
