import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { traceStatsSchema } from '../../../../app/contract/trace-stats';
import { GoFixtures } from '../../../../app/domain/exectrace/testing/go-fixtures';
import { CommandLineProcess } from '../../testing/command-line-process';
import { runCaptured } from '../../testing/capture-output';
import { FollowScreen } from './follow-screen';
import { stats } from './stats';

const fixtures = new GoFixtures();
const cli = new CommandLineProcess();
const folder = mkdtempSync(join(tmpdir(), 'trivet-follow-'));
afterAll(() => {
  fixtures.dispose();
  cli.dispose();
  rmSync(folder, { recursive: true, force: true });
});

let file: string;
let whole: Buffer;
beforeAll(async () => {
  file = fixtures.record('local', 60, 10);
  whole = readFileSync(file);
  await cli.build();
}, 300_000);

const documents = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => traceStatsSchema.parse(JSON.parse(line)));

test('a piped trace gives one document a line, the last of them that of the file', async () => {
  const piped = await cli.sh('cat "$1" | trivet trace stats --follow - --json', file);
  const ofFile = await cli.sh('trivet trace stats "$1" --json', file);
  expect(piped.status).toBe(0);
  const lines = documents(piped.out);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(lines.at(-1)).toEqual(traceStatsSchema.parse(JSON.parse(ofFile.out)));
  const text = await cli.sh('cat "$1" | trivet trace stats --follow -', file);
  expect(text.out).toBe((await cli.sh('trivet trace stats "$1"', file)).out);
}, 120_000);

test('an interrupt ends the following of a file, with its last figures', async () => {
  const growing = join(folder, 'growing');
  const most = Math.round(whole.length * 0.7);
  writeFileSync(growing, whole.subarray(0, most));
  const args = [cli.script, 'trace', 'stats', '--follow', growing, '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  const lines = () => out.split('\n').length - 1;
  let before: number | undefined;
  let isTold = false;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (lines() === 0) return;
    // It follows: the rest is written, and once that shows it is told to end.
    if (before === undefined) {
      before = lines();
      appendFileSync(growing, whole.subarray(most));
    } else if (lines() > before && !isTold) {
      isTold = true;
      child.kill('SIGINT');
    }
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect(status).toBe(0);
  const ofFile = await cli.sh('trivet trace stats "$1" --json', file);
  expect(documents(out).at(-1)).toEqual(traceStatsSchema.parse(JSON.parse(ofFile.out)));
}, 120_000);

test('an address that answers with a trace is followed; its token is sent, and shown nowhere', async () => {
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    authorization = request.headers.authorization;
    if (request.url?.startsWith('/debug/pprof/trace') !== true) {
      response.writeHead(404).end('no such page');
      return;
    }
    const half = Math.round(whole.length / 2);
    response.write(whole.subarray(0, half), () => response.end(whole.subarray(half)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = join(folder, 'token');
  writeFileSync(token, 'precious\n');
  const follow = (url: string) =>
    runCaptured(() => stats.run({ follow: true, json: true, 'token-file': token }, [url]));
  const good = await follow(`${host}/debug/pprof/trace?seconds=1`);
  expect(good.status).toBe(0);
  expect(authorization).toBe('Bearer precious');
  expect(documents(good.stdout).at(-1)?.events).toBeGreaterThan(1000);
  const missing = await follow(`${host}/other`);
  expect(missing.status).toBe(1);
  expect(missing.stderr).toContain('404');
  expect(good.stdout + good.stderr + missing.stderr).not.toContain('precious');
  server.close();
}, 60_000);

test('says what cannot be followed', async () => {
  const missing = await runCaptured(() => stats.run({ follow: true }, [join(folder, 'none')]));
  expect(missing.status).toBe(1);
  expect(missing.stderr).toContain('cannot be read');
  expect(await stats.run({ 'token-file': 'x' }, [file])).toMatchObject({
    usage: expect.stringContaining('--follow'),
  });
});

test('a terminal is drawn on a screen of its own, which is left as it was', () => {
  let out = '';
  const terminal = (isTTY: boolean) =>
    ({ isTTY, rows: 5, columns: 20, write: (text: string) => (out += text) }) as never;
  const screen = new FollowScreen(terminal(true));
  screen.show(() => 'one\ntwo\nthree\nfour\nfive', 'a status line that is too long');
  // So soon after it would only flicker.
  screen.show(() => 'again', 'status');
  screen.close();
  screen.close();
  expect(out).toBe(
    '\x1b[?1049h\x1b[Hone\x1b[K\ntwo\x1b[K\nthree\x1b[K\n\x1b[J\x1b[7ma status line that i\x1b[0m\x1b[?1049l',
  );
  out = '';
  const pipe = new FollowScreen(terminal(false));
  pipe.show(() => 'one', 'status');
  pipe.close();
  expect(out).toBe('');
});
