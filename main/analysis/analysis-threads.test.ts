import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goroutineViewSchema } from '../../app/contract/goroutines';
import { AnalysisThreads } from './analysis-threads';

const folder = mkdtempSync(join(tmpdir(), 'trivet-threads-'));
let threads: AnalysisThreads;
beforeAll(() => {
  const script = join(folder, 'worker.cjs');
  // One that builds a graph for ever: it answers nothing after such a question. Others name themselves.
  writeFileSync(
    script,
    `const { parentPort, threadId } = require('node:worker_threads');
     let isBuilding = false;
     parentPort.on('message', ({ id, name, input }) => {
       isBuilding ||= name === 'heap.summary' && input.bundle === 'endless';
       parentPort.postMessage({ id, share: 0 });
       const value = { thread: threadId };
       if (!isBuilding) parentPort.postMessage({ id, answer: { ok: true, value } });
     });`,
  );
  threads = new AnalysisThreads(script);
});
afterAll(async () => {
  await threads.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const view = goroutineViewSchema.parse({});

test('what needs no object graph is answered while one is being built', async () => {
  const withGraph = await threads.ask('goroutine.open', { bundle: 'b', withGraph: true, view });
  const heap = await threads.ask('heap.suspects', { bundle: 'b' });
  expect(withGraph).toEqual(heap);
  await new Promise<void>((begun) => {
    void threads.ask('heap.summary', { bundle: 'endless' }, () => begun());
  });
  const quick = await threads.ask('goroutine.open', { bundle: 'b', withGraph: false, view });
  expect(quick).not.toEqual(withGraph);
  expect(await threads.ask('profile.list', { bundle: 'b' })).toEqual(quick);
});
