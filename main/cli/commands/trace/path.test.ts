import { afterAll, expect, test } from 'vitest';
import { tracePathSchema } from '../../../../app/contract/trace-path';
import { GoFixtures } from '../../../../app/domain/exectrace/testing/go-fixtures';
import { exitStatus } from '../../output';
import { runCaptured } from '../../testing/capture-output';
import { path } from './path';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

/** Status and what went to standard output. */
async function run(values: Record<string, string | boolean>, file: string) {
  const ran = await runCaptured(() => path.run(values, [file]));
  return { outcome: ran.status, printed: ran.stdout, errors: ran.stderr };
}

test('follows a task through those it waited for, as text and as JSON', async () => {
  const file = fixtures.recordChain('local');
  const { printed: json, outcome } = await run({ task: '1', json: true }, file);
  expect(outcome).toBe(exitStatus.nothingConfirmed);
  const document = tracePathSchema.parse(JSON.parse(json));
  const { segments, beginNs, endNs, timeIn } = document;
  expect(segments[0]?.beginNs).toBe(beginNs);
  expect(segments.at(-1)?.endNs).toBe(endNs);
  expect(Object.values(timeIn).reduce((a, b) => a + b)).toBe(endNs - beginNs);
  expect(new Set(segments.map(({ goid }) => goid)).size).toBeGreaterThan(1);
  const { printed: text } = await run({ task: '1' }, file);
  expect(text).toContain('on the critical path');
  expect(text).toContain(`G${segments[0]!.goid}`);
}, 300_000);

test('says what cannot be followed', async () => {
  const file = fixtures.recordChain('local');
  const task = await run({ task: '99999' }, file);
  expect(task.outcome).toBe(exitStatus.incomplete);
  expect(task.errors).toContain('has no task of this number');
  const goid = await run({ goid: '99999' }, file);
  expect(goid.outcome).toBe(exitStatus.incomplete);
  expect(goid.errors).toContain('has no goroutine 99999.');
  expect((await run({}, file)).outcome).toMatchObject({ usage: expect.stringContaining('--task') });
  expect((await run({ from: '2s', to: '1s' }, file)).outcome).toMatchObject({
    usage: expect.stringContaining('--from'),
  });
}, 300_000);
