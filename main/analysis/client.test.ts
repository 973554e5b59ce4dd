import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AnalysisClient } from './client';

const folder = mkdtempSync(join(tmpdir(), 'trivet-client-'));
const script = join(folder, 'worker.cjs');
let client: AnalysisClient;
beforeAll(() => {
  // Answers with the question's input; one about `never.trace` gets as far as a half.
  writeFileSync(
    script,
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', ({ id, input }) => {
       parentPort.postMessage({ id, share: 0.5 });
       if (input.trace !== 'never.trace') parentPort.postMessage({ id, answer: { ok: true, value: input } });
     });`,
  );
  client = new AnalysisClient(script);
});
afterAll(async () => {
  await client.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('who asks hears how far it is, then the answer', async () => {
  const told: number[] = [];
  const input = { trace: 'some.trace' };
  const answer = await client.ask('trace.summary', input, (share) => told.push(share));
  expect(answer).toEqual({ ok: true, value: input });
  expect(told).toEqual([0.5]);
});

test('what is under way can be cancelled, and the next question is answered all the same', async () => {
  const underWay = new Promise<void>((begun) => {
    void client.ask('trace.summary', { trace: 'never.trace' }, () => begun());
  });
  const waiting = client.ask('trace.summary', { trace: 'never.trace' });
  await underWay;
  const cancelling = client.cancel();
  const next = client.ask('trace.summary', { trace: 'next.trace' });
  await cancelling;
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(await next).toEqual({ ok: true, value: { trace: 'next.trace' } });
  await client.cancel();
});
