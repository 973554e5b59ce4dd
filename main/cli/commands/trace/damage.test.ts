import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GoFixtures } from '../../../../app/domain/exectrace/testing/go-fixtures';
import { CommandLineProcess } from '../../testing/command-line-process';
import { trace } from '.';

const fixtures = new GoFixtures();
const folder = mkdtempSync(join(tmpdir(), 'trivet-damage-'));
const out = join(folder, 'out');
/** Cut within its first generation, and within a later one. */
const [none, part] = [join(folder, 'none'), join(folder, 'part')];
beforeAll(() => {
  const whole = fixtures.record('local', 40, 10);
  const { length } = readFileSync(whole);
  for (const [file, size] of [
    [none, 3000],
    [part, length - 100],
  ] as const) {
    copyFileSync(whole, file);
    truncateSync(file, size);
  }
}, 300_000);
afterAll(() => {
  fixtures.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  let errors = '';
  const take = (text: string | Uint8Array, done?: () => void) => {
    done?.();
    return typeof text === 'string';
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take as never),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      errors += String(text);
      return true;
    }),
  ];
  const status = await trace(args);
  for (const spy of spies) spy.mockRestore();
  return { status, errors };
}

const verbs: [verb: string, ...options: string[]][] = [
  ['stats'],
  ['stats', '--json'],
  ['goroutines'],
  ['export', '--format', 'chrome', '-o', out],
  ['export', '--format', 'perfetto', '-o', out],
  ['export', '--format', 'pprof:sched', '-o', out],
  ['path', '--task', '999999'],
];

test.each(verbs)(
  '%s %s: without one complete generation there is no answer',
  async (verb, ...options) => {
    writeFileSync(out, 'precious');
    const { status, errors } = await run(verb, none, ...options);
    expect(errors).toMatch(/damaged at byte|Not one generation/);
    expect(errors).not.toContain('no task');
    expect(status).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('precious');
  },
);

test.each(verbs)(
  '%s %s: what is complete is an answer, with a warning',
  async (verb, ...options) => {
    const { status, errors } = await run(verb, part, ...options);
    expect(errors).toMatch(/^trivet: The trace could be read up to byte \d+/);
    expect(errors).not.toContain('Not one generation');
    // No task is in it: the warning stands before that.
    expect(status).toBe(verb === 'path' ? 1 : 0);
  },
);

test('print: likewise', async () => {
  const cli = new CommandLineProcess();
  await cli.build();
  const print = (file: string) => cli.sh('trivet trace print "$1" >print', file);
  expect(await print(none)).toMatchObject({
    status: 1,
    errors: expect.stringContaining('Not one'),
  });
  expect(await print(part)).toMatchObject({
    status: 0,
    errors: expect.stringContaining('up to byte'),
  });
  cli.dispose();
}, 60_000);
