import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeProfile } from '../../app/domain/pprof/encode-profile';
import { profileFromText } from '../../app/domain/pprof/testing/profile-from-text';
import { GoFixtures } from '../../app/domain/exectrace/testing/go-fixtures';
import { CommandLineProcess } from './testing/command-line-process';

const fixtures = new GoFixtures();
const cli = new CommandLineProcess();
const inFolder = (name: string) => join(cli.folder, name);
let trace = '';
const profile = inFolder('profile.pb.gz');
beforeAll(async () => {
  await cli.build();
  trace = fixtures.recordChain('local');
  writeFileSync(`${trace}.gz`, gzipSync(readFileSync(trace)));
  writeFileSync(profile, gzipSync(encodeProfile(profileFromText('bytes 512\nmain\ngrow'))));
  mkdirSync(inFolder('tmp'));
}, 300_000);
afterAll(() => {
  fixtures.dispose();
  cli.dispose();
});

const sh = (text: string) => cli.sh(`export TMPDIR="$PWD/tmp"\n${text}`, trace, profile);

/** What runs of the shell print must be what the first prints. */
async function expectAlike(wanted: string, ways: readonly string[]) {
  const first = await sh(`${wanted} | sha256sum; exit "\${PIPESTATUS[0]}"`);
  expect(first).toMatchObject({ status: 0, errors: '' });
  for (const way of ways) {
    expect({ way, ...(await sh(`${way} | sha256sum`)) }).toEqual({ way, ...first });
  }
  // Copies are nowhere to be seen.
  expect(readdirSync(inFolder('tmp'))).toEqual([]);
}

test('a trace may be piped, redirected, substituted, compressed', async () => {
  await expectAlike('trivet trace stats "$1"', [
    'cat "$1" | trivet trace stats -',
    'trivet trace stats - <"$1"',
    'cat "$1" | trivet trace stats /dev/stdin',
    'trivet trace stats <(cat "$1")',
    'trivet trace stats "$1.gz"',
    'cat "$1.gz" | trivet trace stats -',
  ]);
}, 120_000);

test('a profile may be piped, redirected, substituted', async () => {
  await expectAlike('trivet profile top "$2"', [
    'cat "$2" | trivet profile top -',
    'trivet profile top - <"$2"',
    'trivet profile top <(cat "$2")',
  ]);
}, 120_000);

test.each([
  'trace print',
  'trace path --from 0s --json',
  'trace export --format chrome',
  'trace export --format pprof:chan --open',
])(
  '%s too',
  async (verb) => {
    await expectAlike(`trivet ${verb} "$1"`, [`cat "$1" | trivet ${verb} -`]);
  },
  120_000,
);

test('a side of a diff may be piped in', async () => {
  const { status, out } = await sh('cat "$1" | trivet trace diff - "$1"');
  expect(status).toBe(0);
  expect(out).toMatch(/^A {2}-, /);
}, 60_000);

test('failures name what the person named', async () => {
  const cut = inFolder('cut.gz');
  writeFileSync(cut, readFileSync(`${trace}.gz`));
  truncateSync(cut, 20);
  writeFileSync(inFolder('text'), 'no trace');
  for (const [text, says] of [
    ['cat text | trivet trace stats -', 'Standard input: This is not a Go execution trace.'],
    ['cat text | trivet profile top -', 'Standard input is not a profile: it is text'],
    ['gzip -k text; trivet trace stats text.gz', 'text.gz: This is not a Go execution trace.'],
    ['trivet trace stats .', 'is a folder'],
  ] as const) {
    const { status, errors } = await sh(text);
    expect(errors).toContain(says);
    expect(errors).not.toContain('/dev/fd');
    expect(status).toBe(1);
  }
}, 60_000);

test('of a compressed trace that is cut off the part that is there is read', async () => {
  const bytes = readFileSync(`${trace}.gz`);
  writeFileSync(inFolder('half.gz'), bytes.subarray(0, bytes.length - 9));
  const { status, out, errors } = await sh('trivet trace stats half.gz');
  expect(errors).toContain('compressed data are damaged or cut off');
  expect({ status, out }).toEqual({ status: 0, out: (await sh('trivet trace stats "$1"')).out });
}, 60_000);

test('a copy that has no room says where', async () => {
  const { status, errors } = await cli.sh(
    'export TMPDIR=/nowhere; cat "$1" | trivet trace stats -',
    trace,
  );
  expect(errors).toContain('The input cannot be copied to /nowhere.');
  expect(status).toBe(1);
}, 60_000);
