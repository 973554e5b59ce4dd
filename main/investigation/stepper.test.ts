import { expect, test } from 'vitest';
import { err, ok } from '../../app/contract/result';
import type { InvestigationEvent } from '../../app/contract/session';
import { pause, Stepper } from './stepper';

function watch(signal: AbortSignal = new AbortController().signal) {
  const seen: string[] = [];
  const stepper = new Stepper((event: InvestigationEvent) => {
    if (event.kind !== 'step') return;
    const { step, state, note, failure } = event.progress;
    seen.push([step, state, note ?? failure?.code].filter(Boolean).join(' '));
  }, signal);
  return { seen, stepper };
}

test('tells start, notes and end, and keeps a record', async () => {
  const { seen, stepper } = watch();
  await stepper.run('build', { command: 'go build' }, (tell) => {
    tell({ note: '2 packages' });
    return Promise.resolve(ok(1));
  });
  expect(seen).toEqual(['build running', 'build running 2 packages', 'build done 2 packages']);
  expect(stepper.records).toMatchObject([
    { name: 'build', command: 'go build', note: '2 packages' },
  ]);
});

test('records the failure of a step', async () => {
  const { seen, stepper } = watch();
  const failure = { code: 'build-failed' as const, message: 'go build failed.' };
  expect(await stepper.run('build', {}, () => Promise.resolve(err(failure)))).toEqual(err(failure));
  expect(seen).toEqual(['build running', 'build failed build-failed']);
  expect(stepper.records[0]!.failure).toEqual(failure);
});

test('a cancelled step is no failure, whatever it stumbled over while it ended', async () => {
  const controller = new AbortController();
  const { seen, stepper } = watch(controller.signal);
  const result = await stepper.run('record', {}, () => {
    controller.abort();
    return Promise.resolve(err({ code: 'target-exited' as const, message: 'gone' }));
  });
  expect(result).toMatchObject({ error: { code: 'cancelled' } });
  expect(seen).toEqual(['record running', 'record cancelled cancelled']);
  expect(stepper.records[0]!.failure).toBeUndefined();
});

test('a pause ends at once when cancelled', async () => {
  const controller = new AbortController();
  const waiting = pause(60_000, controller.signal);
  controller.abort();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});
