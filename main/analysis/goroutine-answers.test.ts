import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { goroutineViewSchema, type GoroutineViewInput } from '../../app/contract/goroutines';
import { recordTarget } from '../capture/record-target';
import { SessionFolder } from '../capture/session-folder';
import { launchTarget } from '../target/launch-target';
import { buildFixture, makeScratch, must } from '../target/testing/build-fixture';
import { OpenBundles } from './answer-question';
import { OpenBundle } from './open-bundle';

const program = path.resolve('e2e/targets/many-goroutines');
const parked = 800;

let scratch: string;
let bundle: string;
let table: { bundle: string; withGraph: boolean };
const { answers } = new OpenBundles();

beforeAll(async () => {
  scratch = await makeScratch();
  const { binaryPath } = await buildFixture(program, scratch);
  const session = must(
    await SessionFolder.create({
      parentDir: path.join(scratch, 'sessions'),
      label: 'many',
      trivet: '0.0.0',
      target: {
        mode: 'launch',
        module: 'example.com/many',
        package: 'example.com/many',
        projectDir: program,
        args: [],
        pid: 0,
        pathMap: [],
      },
    }),
  );
  bundle = session.dir;
  table = { bundle, withGraph: false };
  const env = { MANY: String(parked) };
  const logPath = path.join(session.dir, 'logs', 'target.log');
  let parkedAll: () => void;
  const ready = new Promise<void>((resolve) => (parkedAll = resolve));
  const onLine = (line: string) => line.startsWith('parked') && parkedAll();
  const target = must(
    await launchTarget({ binaryPath, cwd: program, args: [], logPath, env, onLine }),
  );
  await ready;
  must(await recordTarget(target.client, { session, durationMs: 4000 }));
  await target.stop();
}, 300_000);
afterAll(() => rm(scratch, { recursive: true, force: true }));

const view = (input: GoroutineViewInput) => goroutineViewSchema.parse(input);
const open = async (input: GoroutineViewInput) =>
  must(await answers['goroutine.open']({ ...table, view: view(input) }));
const rows = async (input: GoroutineViewInput, offset = 0, step = 1) =>
  must(await answers['goroutine.rows']({ ...table, view: view(input), offset, limit: 1000, step }));

test('goroutines of trace and profile are joined by goid and grouped by where they began', async () => {
  const { groups } = await open({ grouping: 'created' });
  const big = groups.filter(({ count }) => count >= 100);
  expect(big.map(({ count, mostly }) => [count, mostly])).toEqual([
    [400, 'chan receive'],
    [200, 'select'],
    expect.arrayContaining([100]),
    expect.arrayContaining([100]),
  ]);
  expect(big.every(({ stack }) => stack[0]?.function === 'main.(*server).park')).toBe(true);
  const parkedRows = await rows({ of: { function: 'main.(*server).receive' } });
  expect(parkedRows).toHaveLength(400);
  for (const row of parkedRows) {
    expect(row).toMatchObject({
      state: 'waiting',
      waitReason: 'chan receive',
      blockedAt: { function: 'main.(*server).receive' },
      sources: ['profile', 'trace'],
      waitingLonger: true,
      runningNs: 0,
    });
  }
});

test('those that ended while the trace ran are there when asked for', async () => {
  const alive = await open({});
  const all = await open({ ended: true });
  expect(all.shown).toBeGreaterThan(alive.shown);
  expect(all.total).toBeGreaterThanOrEqual(all.shown);
  const ended = (await rows({ ended: true, filter: 'ended main.main.func1' })).find(
    ({ createdAtSeconds }) => createdAtSeconds !== undefined,
  )!;
  expect(ended.endedAtSeconds).toBeGreaterThan(ended.createdAtSeconds!);
  expect(ended.sources).toEqual(['trace']);
});

test('the agent and the runtime’s own are shown only when asked for', async () => {
  const plain = await rows({ filter: 'trivetAgent' });
  expect(plain).toEqual([]);
  expect(await rows({ filter: 'trivetAgent', system: true })).not.toEqual([]);
});

test('one of them tells where it stands and who made it, and is found in the view', async () => {
  const chosen = (await rows({ filter: 'select' }, 100, 3))[0]!;
  const { detail } = must(await answers['goroutine.detail']({ ...table, goid: chosen.goid }));
  expect(detail?.row).toEqual(chosen);
  expect(detail?.stack.map((frame) => frame.function)).toContain('main.(*server).choose');
  expect(detail?.creationStack[0]?.function).toBe('main.(*server).park');
  const where = { ...table, view: view({ filter: 'select' }), goid: chosen.goid };
  expect(must(await answers['goroutine.locate'](where))).toEqual({ index: 100 });
  expect(must(await answers['goroutine.detail']({ ...table, goid: 1e9 }))).toEqual({});
});

test('the delays in the trace are profiles beside the recorded ones', async () => {
  const list = must(await answers['profile.list']({ bundle }));
  const traced = list.filter(({ kind }) => kind === 'trace-profile');
  expect(traced.map(({ profile }) => profile)).toContain('sched');
  const { path: sched, sampleTypes } = traced.find(({ profile }) => profile === 'sched')!;
  expect(sampleTypes).toContainEqual(
    expect.objectContaining({ type: 'delay', unit: 'nanoseconds' }),
  );
  const top = must(await answers['profile.top']({ bundle, path: sched, sampleType: 'delay' }));
  expect(top.unit).toBe('nanoseconds');
  expect(top.total).toBeGreaterThan(0);
  expect(top.rows.some((row) => row.function.startsWith('main.'))).toBe(true);
  const unknown = { bundle, path: sched.replace('#sched', '#nothing'), sampleType: 'delay' };
  expect(await answers['profile.top'](unknown)).toMatchObject({ ok: false });
});

test('questions that come together open and decode the bundle once', async () => {
  const opening = vi.spyOn(OpenBundle, 'open');
  const together = new OpenBundles().answers;
  const plain = view({ grouping: 'none' });
  await Promise.all([
    together['source.evidence']({ bundle, file: 'main.go' }),
    together['goroutine.open']({ ...table, view: plain }),
    together['goroutine.rows']({ ...table, view: plain, offset: 0, limit: 10, step: 1 }),
    together['profile.list']({ bundle }),
  ]);
  expect(opening).toHaveBeenCalledTimes(1);
  opening.mockRestore();
});
