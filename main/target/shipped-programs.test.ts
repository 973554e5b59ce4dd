import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { launchTarget, type LaunchedTarget } from './launch-target';
import { buildFixture, caseDir, makeScratch, must } from './testing/build-fixture';

let scratch: string;
const running: LaunchedTarget[] = [];
beforeAll(async () => {
  scratch = await makeScratch();
});
afterAll(async () => {
  await Promise.all(running.map((target) => target.stop()));
  await rm(scratch, { recursive: true, force: true });
});

async function run(dir: string, args: string[] = []) {
  const outDir = path.join(scratch, path.basename(dir));
  const { binaryPath } = await buildFixture(dir, outDir);
  const lines: string[] = [];
  const logPath = path.join(outDir, 'target.log');
  const onLine = (line: string) => lines.push(line);
  const target = must(await launchTarget({ binaryPath, cwd: dir, args, logPath, onLine }));
  running.push(target);
  return { target, lines };
}

async function liveBytes(target: LaunchedTarget): Promise<number> {
  must(await target.client.forceGc());
  return must(await target.client.metrics()).heapLiveBytes;
}

const e2eTarget = (name: string) => path.resolve('e2e/targets', name);

test('pool-leak piles arrays up and shares some from its first seconds', async () => {
  const { lines } = await run(caseDir, ['-report', '1s']);
  const reports = () => lines.map(readReport).filter((report) => report !== undefined);
  await vi.waitFor(() => expect(reports().length).toBeGreaterThanOrEqual(5), 20_000);
  const [first, , third, , fifth] = reports();
  // About 1.8 MiB a second; a round may fall on either side of a report.
  for (const [from, to] of [
    [first, third],
    [third, fifth],
  ] as const) {
    const perSecond = (to!['kept-bytes']! - from!['kept-bytes']!) / 2;
    expect(perSecond).toBeGreaterThan(0.8 * (1 << 20));
    expect(perSecond).toBeLessThan(3.2 * (1 << 20));
    expect(to!['arrays']).toBeGreaterThan(from!['arrays']!);
    expect(to!['sharing']).toBeGreaterThan(from!['sharing']!);
    expect(to!['overwritten']).toBeGreaterThan(from!['overwritten']!);
  }
  expect(fifth!['arrays']).toBeLessThan(fifth!['records']!);
});

/** `records=48 arrays=39 …` as numbers. */
function readReport(line: string): Record<string, number> | undefined {
  const pairs = [...line.matchAll(/([\w-]+)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]);
  return line.startsWith('records=') ? Object.fromEntries(pairs) : undefined;
}

test('closure-leak, send-leak and bounded-cache do what their names say', async () => {
  const [closure, send, cache] = await Promise.all([
    run(e2eTarget('closure-leak')),
    run(e2eTarget('send-leak')),
    run(e2eTarget('bounded-cache')),
  ]);
  const blocked = async () =>
    Buffer.from(must(await send.target.client.goroutineText()))
      .toString()
      .split('\n\n')
      .filter((text) => text.includes('[chan send') && text.includes('main.lookup')).length;
  const [bytesBefore, blockedBefore] = [await liveBytes(closure.target), await blocked()];
  const full = 32 << 20;
  await vi.waitFor(async () => expect(await liveBytes(cache.target)).toBeGreaterThan(full), {
    timeout: 20_000,
    interval: 500,
  });
  const whenFull = must(await cache.target.client.metrics());
  await vi.waitFor(async () => {
    const now = must(await cache.target.client.metrics());
    expect(now.totalAllocBytes - whenFull.totalAllocBytes).toBeGreaterThan(full);
  }, 20_000);
  // A whole cache's worth of new entries later it is no larger.
  expect(await liveBytes(cache.target)).toBeLessThan(full * 1.1);
  expect((await liveBytes(closure.target)) - bytesBefore).toBeGreaterThan(4 << 20);
  expect((await blocked()) - blockedBefore).toBeGreaterThan(20);
});
