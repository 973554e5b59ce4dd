import { build } from 'esbuild';
import {
  existsSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requests, type Input, type Output, type RequestName } from '../../app/contract/ipc';
import type { TimelineLane, TimelineSummary } from '../../app/contract/timeline';
import { GoFixtures } from '../../app/domain/exectrace/testing/go-fixtures';
import { Timelines } from './timelines';

const fixtures = new GoFixtures();
let folder = '';
let timelines: Timelines;
let file = '';
const advanced: number[] = [];

/** The value of a reply, which must keep to the contract. */
async function ask<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
  const reply = await timelines.handlers[name]!(input as never);
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return requests[name].output.parse(reply.value) as Output<N>;
}

/** Asked again until all was read, as the window does. */
async function openWhole(): Promise<TimelineSummary> {
  for (;;) {
    const summary = await ask('trace.open', { path: file });
    if (summary.share === 1) return summary;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivet-timeline-'));
  file = fixtures.record('go1.27.4', 10);
  const script = join(folder, 'timeline.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    outfile: script,
    ...{ bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
  });
  timelines = new Timelines(script, folder, ({ share }) => advanced.push(share));
}, 300_000);
afterAll(async () => {
  await timelines.dispose();
  fixtures.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('an opened trace', () => {
  let summary: TimelineSummary;
  beforeAll(async () => {
    summary = await openWhole();
  });
  const groupOf = (name: string) => summary.groups.find((group) => group.function === name)!;
  const laneOf = async (name: string) => {
    const { group } = groupOf(name);
    const { rows } = await ask('trace.goroutines', {
      ...{ trace: summary.trace, group, offset: 0, limit: 1 },
    });
    return rows[0]!;
  };

  test('lists what there is, and says when it knows all', () => {
    expect(summary.procs.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(groupOf('main.finish')).toMatchObject({ goroutines: 40, alive: 0, existing: false });
    expect(groupOf('main.finish').createdBy?.function).toBe('main.everything');
    expect(summary.groups.some((group) => group.function.includes('trivetAgent'))).toBe(false);
    expect(advanced.at(-1)).toBe(1);
  });

  test('gives goroutines by page', async () => {
    const { group } = groupOf('main.finish');
    const page = { trace: summary.trace, group, limit: 15 };
    const first = await ask('trace.goroutines', { ...page, offset: 0 });
    const last = await ask('trace.goroutines', { ...page, offset: 30 });
    expect([first.total, first.rows.length, last.rows.length]).toEqual([40, 15, 10]);
    expect(last.rows[0]!.beginNs).toBeGreaterThan(first.rows[14]!.beginNs);
  });

  /** Time that a lane's answer says it ran. */
  const runningNs = (lane: TimelineLane | undefined): number => {
    if (lane?.kind === 'density') {
      return lane.stateNs.reduce((sum, ns, i) => (i % 4 === 1 ? sum + ns : sum), 0);
    }
    if (lane?.kind !== 'spans') throw new Error('a lane of states was expected');
    const { begin, end, state } = lane;
    return begin.reduce((sum, at, i) => (state[i] === 2 ? sum + end[i]! - at : sum), 0);
  };

  test('draws few spans one by one, many as density, and the heap as a range', async () => {
    const { trace, endNs } = summary;
    const few = await laneOf('main.waitForever');
    const lanes = [few.lane, groupOf('main.finish').lane, summary.heapLane];
    const range = { fromNs: 0, toNs: endNs };
    const drawn = await ask('trace.spans', { trace, lanes, ...range, pixels: 800 });
    expect(drawn.lanes.map(({ kind }) => kind)).toEqual(['spans', 'density', 'values']);
  });

  test('tells the same time at any resolution', async () => {
    const { trace, endNs, procs } = summary;
    const lanes = procs.map(({ lane }) => lane);
    const range = { fromNs: 0, toNs: endNs };
    const coarse = await ask('trace.spans', { trace, lanes, ...range, pixels: 2 });
    const fine = await ask('trace.spans', { trace, lanes, ...range, pixels: 16_384 });
    const [few, many] = [coarse, fine].map((answer) =>
      answer.lanes.reduce((sum, lane) => sum + runningNs(lane), 0),
    );
    // Answers are of single precision.
    expect(Math.abs(few! - many!) / many!).toBeLessThan(1e-5);
  });

  test('finds by goroutine, function and reason', async () => {
    const { trace } = summary;
    const leaked = await laneOf('main.waitForever');
    const find = async (text: string, afterNs = -1) =>
      (await ask('trace.find', { trace, text, afterNs })).place;
    expect(await find(`G${leaked.goid}`)).toMatchObject({ lane: leaked.lane, goid: leaked.goid });
    expect(await find('main.FINISH')).toMatchObject({ group: groupOf('main.finish').group });
    const blocked = await find('chan receive');
    const next = await find('chan receive', blocked!.beginNs);
    expect(next!.beginNs).toBeGreaterThan(blocked!.beginNs);
    expect(await find('no such thing')).toBeUndefined();
  });

  test('goes to the next event of a kind', async () => {
    const { trace } = summary;
    const next = async (kind: 'gc' | 'stw' | 'end', afterNs: number, lane?: number) => {
      const on = lane === undefined ? {} : { lane };
      return (await ask('trace.next', { trace, kind, afterNs, ...on })).place;
    };
    let collections = 0;
    for (let at = await next('gc', -1); at; at = await next('gc', at.beginNs)) collections++;
    expect(collections).toBeGreaterThanOrEqual(5);
    const finished = await laneOf('main.finish');
    expect((await next('end', 0, finished.lane))?.beginNs).toBe(finished.endNs);
  });

  test('tells a span with reason, stack and creator', async () => {
    const { trace, endNs } = summary;
    const { lane, goid } = await laneOf('main.waitForever');
    const { detail } = await ask('trace.at', { trace, lane, atNs: endNs - 1 });
    expect(detail).toMatchObject({ goid, state: 'waiting', reason: 'chan receive', endNs });
    expect(detail!.stack.map((frame) => frame.function)).toContain('main.waitForever');
    expect(await ask('trace.at', { trace, lane, atNs: 0 })).toEqual({});
    expect(await ask('trace.at', { trace, lane: 1e9, atNs: 0 })).toEqual({});
  });

  test('draws arrows from who created to whom', async () => {
    const { trace, endNs } = summary;
    const main = (await ask('trace.goroutine', { trace, goid: 1 })).place!;
    const born = await laneOf('main.waitForever');
    const lanes = [main.lane, born.lane];
    const range = { fromNs: 0, toNs: endNs, limit: 100 };
    const { arrows } = await ask('trace.arrows', { trace, goid: born.goid, lanes, ...range });
    expect(arrows[0]).toEqual({ kind: 'create', by: 1, goid: born.goid, atNs: born.beginNs });
    const capped = await ask('trace.arrows', { trace, lanes, ...range, limit: 1 });
    expect(capped.arrows).toHaveLength(1);
    expect(capped.notShown).toBeGreaterThanOrEqual(0);
  });

  test('knows lanes that never ran a function', async () => {
    const { trace } = summary;
    const lanes = [(await laneOf('main.waitForever')).lane, (await laneOf('main.finish')).lane];
    const never = await ask('trace.never-ran', { trace, function: 'main.waitForever', lanes });
    expect(never.lanes).toEqual([lanes[1]]);
  });
});

test('a trace opened again is not read again, and answers the same', async () => {
  const before = await openWhole();
  const question = {
    ...{ trace: file, fromNs: 0, toNs: before.endNs, pixels: 300 },
    lanes: [before.procs[0]!.lane, before.groups[0]!.lane, before.heapLane, before.stwLane],
  };
  const lanes = await ask('trace.spans', question);
  const place = await ask('trace.find', { trace: file, text: 'chan receive', afterNs: -1 });
  await timelines.dispose();
  advanced.length = 0;
  expect(await ask('trace.open', { path: file })).toEqual(before);
  expect(advanced.every((share) => share === 1)).toBe(true);
  expect(await ask('trace.spans', question)).toEqual(lanes);
  expect(await ask('trace.find', { trace: file, text: 'chan receive', afterNs: -1 })).toEqual(
    place,
  );
});

test('tiles of a trace that has changed, or that are damaged, are made anew', async () => {
  const before = await openWhole();
  await timelines.dispose();
  const [name] = readdirSync(join(folder, 'timeline'));
  const tiles = join(folder, 'timeline', name!);
  truncateSync(tiles, statSync(tiles).size - 100);
  expect(await openWhole()).toEqual(before);
  await timelines.dispose();
  utimesSync(file, new Date(1e12), new Date(1e12));
  expect(await openWhole()).toEqual(before);
});

test('what is no trace is refused, and no tiles stay behind', async () => {
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'hello');
  const reply = await timelines.handlers['trace.open']!({ path: text });
  expect(reply).toMatchObject({ ok: false, error: { code: 'not-a-trace' } });
  expect(existsSync(text)).toBe(true);
  expect(readdirSync(join(folder, 'timeline')).length).toBeLessThanOrEqual(1);
  const missing = await timelines.handlers['trace.open']!({ path: join(folder, 'none') });
  expect(missing).toMatchObject({ ok: false, error: { code: 'disk' } });
});
