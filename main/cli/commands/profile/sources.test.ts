import { readdir, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { growthTableSchema } from '../../../../app/contract/profile-growth';
import { readAll, startServed, type Served } from '../../../capture/profile-sources/testing/served';
import { runProcess } from '../../../process/run-process';
import { makeScratch, must } from '../../../target/testing/build-fixture';
import { profile } from '.';
import { runCaptured } from '../../testing/capture-output';

let scratch: string;
let served: Served;
let tokenFile: string;

beforeAll(async () => {
  scratch = await makeScratch();
  served = await startServed(scratch);
  tokenFile = path.join(scratch, 'token');
  await writeFile(tokenFile, 'open-sesame\n');
});
afterAll(async () => {
  await served?.process.end();
  await rm(scratch, { recursive: true, force: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs the command in this process. */
const run = (...args: string[]) => runCaptured(() => profile(args));

const at = (...parts: string[]) => path.join(scratch, ...parts);
const keep = (bytes: number) =>
  new Promise((resolve) => {
    get(`${served.plain}/keep?bytes=${bytes}`, (response) => response.resume().on('end', resolve));
  });

describe('trivet profile fetch', () => {
  test('writes a profile that go tool pprof reads, and says what it is', async () => {
    const file = at('heap.pb.gz');
    const { status, stdout } = await run('fetch', served.plain, '--gc', '-o', file);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^heap: inuse_space [\d.]+ [KM]iB ± [\d.]+ [KM]?i?B · \d+ samples/);
    const top = must(await runProcess('go', ['tool', 'pprof', '-top', file]));
    expect(top.stdout).toContain('Type: inuse_space');
  });

  test('of a process by its PID, as JSON', async () => {
    const file = at('sub', 'goroutine.pb.gz');
    const { stdout } = await run(
      'fetch',
      `${served.pid}`,
      '--kind',
      'goroutine',
      '-o',
      file,
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'goroutine',
      file,
      defaultSampleType: 'goroutine',
      sampleTypes: [{ type: 'goroutine', nature: 'gauge' }],
    });
  });

  test('neither prints nor keeps a token, in success and in failure', async () => {
    const url = `${served.plain}/guarded/debug/pprof/mutex`;
    const file = at('mutex.pb.gz');
    const good = await run('fetch', url, '--token-file', tokenFile, '-o', file, '--json');
    expect(good.status).toBe(0);
    const bad = await run(
      'fetch',
      url,
      '--header',
      'Authorization: Bearer open-barley',
      '-o',
      file,
    );
    expect(bad.status).toBe(1);
    expect(bad.stderr).toContain('401');
    expect(JSON.stringify([good, bad])).not.toMatch(/sesame|barley/);
    const cut = await run('fetch', `${served.plain}/cut?key=k-4711-secret`, '-o', file);
    expect(cut.stderr).toMatch(/compressed data (end early|are damaged)/);
    expect(JSON.stringify(cut)).not.toContain('k-4711');
    const usage = await run('fetch', url, '--header', 'open-barley', '-o', file);
    expect(usage).toMatchObject({ status: 2 });
    expect(usage.stderr).not.toContain('barley');
  });

  test.each([
    [['fetch', 'x'], 'Name the file'],
    [['fetch', 'x', '-o', 'y', '--seconds', 'soon'], '--seconds wants'],
    [['fetch', 'x', '-o', 'y', '--token-file', '/nowhere/token'], '--token-file'],
    [['fetch'], 'An argument is missing'],
    [['fetch', 'no-such-thing', '-o', 'y'], 'no file, folder, process or address'],
    [['watch', 'x', '--every', '0'], '--every wants'],
    [['watch', 'x', '--count', '0.5'], 'whole number'],
    [['growth', 'x', '--top', 'all'], '--top wants'],
    [['frob'], 'There is no "profile frob"'],
  ])('%j is bad usage', async (args, words) => {
    const { status, stderr } = await run(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});

test('watch leaves a series in which growth names the line that keeps, by folder and by files', async () => {
  const dir = at('series');
  // Between two profiles the program is told to keep another MiB, by the line of keep.
  const kept: Promise<unknown>[] = [];
  let lines = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines += String(text);
    kept.push(keep(1 << 20));
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const url = `${served.plain}/guarded`;
  const status = await profile(
    ['watch', `${url}/debug/pprof/`, '--token-file', tokenFile, '--every', '150ms'].concat([
      '--count',
      '8',
      '--out',
      dir,
    ]),
  );
  vi.restoreAllMocks();
  await Promise.all(kept);
  expect(status).toBe(0);
  expect(lines.trim().split('\n')).toHaveLength(8);
  expect(lines).toMatch(/ {3}8 .* inuse_space .* ± .* since the first \+[\d.]+ MiB/);
  expect(readAll([path.join(dir, 'manifest.json')])).not.toContain('sesame');

  const { stdout } = await run('growth', dir, '--json');
  const table = growthTableSchema.parse(JSON.parse(stdout));
  expect(table).toMatchObject({ profile: 'heap', type: 'inuse_space', nature: 'gauge' });
  expect(table.atSeconds).toHaveLength(8);
  const [first] = table.rows;
  expect(first).toMatchObject({ site: { function: 'main.keep' }, isUser: true, grows: true });
  expect(first!.slope.low).toBeGreaterThan(0);
  // 4 KiB objects at a period of 4 KiB: known to the root of bytes × 4096 / (e − 1).
  const last = first!.values.at(-1)!;
  expect(first!.standardError! / Math.sqrt((last * 4096) / (Math.E - 1))).toBeCloseTo(1, 1);

  const files = (await readdir(path.join(dir, 'profiles'))).map((file) =>
    path.join(dir, 'profiles', file),
  );
  const byFiles = await run('growth', ...files.reverse(), '--sample-type', 'inuse_objects');
  expect(byFiles.stdout).toMatch(/▲ .* main\.keep \(main\.go:\d+\)/);

  const rates = await run('growth', dir, '--sample-type', 'alloc_space', '--json');
  expect(JSON.parse(rates.stdout)).toMatchObject({ isRate: true, nature: 'counter' });
  expect(await run('growth', dir, '--sample-type', 'cpu')).toMatchObject({ status: 1 });
  expect((await run('growth', at('token'))).stderr).toContain('is not a profile');
  expect((await run('growth', files[0]!)).stderr).toContain('One profile shows no growth');
});
