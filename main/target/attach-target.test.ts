import { readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runProcess } from '../process/run-process';
import { startProcess, type RunningProcess } from '../process/start-process';
import { attachTarget } from './attach-target';
import { findListeningSockets, parseTcpTable } from './listening-ports';
import { startLoad } from './start-load';
import { makeScratch, must } from './testing/build-fixture';

let scratch: string;
let server: string;
const running: RunningProcess[] = [];

beforeAll(async () => {
  scratch = await makeScratch();
  server = path.join(scratch, 'pprof-server');
  const cwd = path.resolve('main/target/testdata/pprof-server');
  const built = must(await runProcess('go', ['build', '-o', server, '.'], { cwd }));
  expect(built.stderr).toBe('');
});
afterAll(async () => {
  await Promise.all(running.map((child) => child.end()));
  await rm(scratch, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<number> {
  let ready: () => void;
  const listening = new Promise<void>((resolve) => (ready = resolve));
  const child = must(await startProcess(server, args, { onStdoutLine: () => ready() }));
  running.push(child);
  await listening;
  return child.pid;
}

describe('attach', () => {
  test('finds the pprof endpoint of a process and reads it', async () => {
    const pid = await start('-pprof');
    const target = must(await attachTarget(pid));
    expect(target).toMatchObject({
      executablePath: server,
      args: ['-pprof'],
      buildInfo: {
        mainPackage: 'example.com/pprof-server',
        modulePath: 'example.com/pprof-server',
      },
      clientFailure: undefined,
    });
    const client = target.client!;
    expect(client.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/debug\/pprof\/$/);
    const heap = must(await client.heapProfile({ forceGc: true }));
    expect(gunzipSync(heap).toString('latin1')).toContain('inuse_space');
    expect(Buffer.from(must(await client.goroutineText())).toString()).toContain('main.main()');
    const trace = path.join(scratch, 'http.trace');
    must(await client.trace(trace, 200));
    expect((await readFile(trace)).subarray(0, 5).toString()).toBe('go 1.');
    expect(await client.metrics()).toMatchObject({ error: { code: 'unsupported' } });
    const command = client.commandFor('heap-profile');
    expect(must(await runProcess('sh', ['-c', command], { cwd: scratch })).status).toBe(0);
    const again = gunzipSync(await readFile(path.join(scratch, 'heap.pb.gz')));
    expect(again.toString('latin1')).toContain('inuse_space');

    process.kill(pid, 'SIGKILL');
    await running.at(-1)!.exit;
    expect(await client.heapProfile({ forceGc: false })).toMatchObject({
      error: { code: 'target-exited' },
    });
  });

  test('of a process without an endpoint says which ports it tried', async () => {
    const target = must(await attachTarget(await start()));
    const [socket] = await findListeningSockets(target.pid);
    expect(target.client).toBeUndefined();
    expect(target.clientFailure).toMatchObject({
      code: 'endpoint-not-found',
      message: expect.stringContaining(`port ${socket!.port}`),
    });
  });

  test('to a program that is not Go says so', async () => {
    expect(await attachTarget(process.pid)).toMatchObject({ error: { code: 'not-a-go-program' } });
  });

  test('to a PID that is free says so', async () => {
    expect(await attachTarget(4_194_303)).toMatchObject({ error: { code: 'target-not-found' } });
  });
});

test('listening sockets of a process are found by inode, IPv4 and IPv6', async () => {
  const own = createServer().listen(0, '::1');
  await new Promise((resolve) => own.once('listening', resolve));
  const { port } = own.address() as AddressInfo;
  expect(await findListeningSockets(process.pid)).toContainEqual({ host: '::1', port });
  own.close();
});

test('addresses of /proc/net/tcp are decoded, wildcards as loopback', () => {
  const row = (address: string, inode: number, state = '0A') =>
    ` 0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 0 0 ${inode} 1 0 100 0`;
  const table = [
    'header',
    row('00000000:1F90', 1),
    row('0100007F:0050', 2),
    row('00000000000000000000000000000000:1F91', 3),
    row('0000000000000000FFFF00000100007F:1F92', 4),
    row('0100007F:0051', 5, '01'),
    row('0100007F:0052', 99),
    'garbage',
  ].join('\n');
  expect(parseTcpTable(table, new Set(['1', '2', '3', '4', '5']))).toEqual([
    { host: '127.0.0.1', port: 8080 },
    { host: '127.0.0.1', port: 80 },
    { host: '::1', port: 8081 },
    { host: '127.0.0.1', port: 8082 },
  ]);
});

test('a load command runs without a shell and ends with its children', async () => {
  const lines: string[] = [];
  const load = must(
    await startLoad(`sh -c 'echo "$1 $$"; sleep 600 & wait' load '$HOME'`, {
      cwd: scratch,
      onLine: (line) => lines.push(line),
    }),
  );
  await vi.waitFor(() => expect(lines).toHaveLength(1), 10_000);
  expect(lines[0]).toBe(`$HOME ${load.pid}`);
  await load.stop();
  // What was orphaned may be a zombie until init comes to reap it.
  await vi.waitFor(() => expect(() => process.kill(-load.pid, 0)).toThrow('ESRCH'), 10_000);
});
